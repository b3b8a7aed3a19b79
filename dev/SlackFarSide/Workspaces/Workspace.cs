using Microsoft.Extensions.Options;

namespace SlackFarSide.Workspaces;

/// <summary>The people and the channels.</summary>
internal sealed class Workspace
{
    private static readonly PersonSettings[] _people =
    [
        new() { Handle = "john.doe", Name = "John Doe", Email = "john.doe@example.com" },
        new() { Handle = "jane.roe", Name = "Jane Roe", Email = "jane.roe@example.com" },
        new() { Handle = "guest", Name = "A guest without an address" },
    ];

    private static readonly string[] _channels = ["it-help", "general"];

    public Workspace(IOptions<SlackSettings> settings, TimeProvider clock)
    {
        var people = (settings.Value.People ?? _people)
            .Select(person => new Person(Ids.Named('U', person.Handle), person.Handle, person.Name, person.Email)).ToList();
        People = [.. people, new(Ids.BotUser, Ids.BotHandle, "Agent", Email: null, IsBot: true)];
        Channels =
        [
            .. (settings.Value.Channels ?? _channels).Select(name => new Channel(Ids.Named('C', name), name, person: null, clock)),
            .. people.Select(person => new Channel(Ids.Named('D', person.Handle), "directmessage", person, clock)),
        ];
    }

    /// <summary>The bot is one of them.</summary>
    public IReadOnlyList<Person> People { get; }

    public IReadOnlyList<Channel> Channels { get; }

    /// <exception cref="SlackError">There is nobody with that id.</exception>
    public Person Person(string? id) => People.FirstOrDefault(person => person.Id == id) ?? throw new SlackError("user_not_found");

    /// <param name="idOrName">An id, a name with #, or the id of a person for their direct messages.</param>
    /// <exception cref="SlackError">There is no such channel.</exception>
    public Channel Channel(string? idOrName) =>
        Channels.FirstOrDefault(channel => channel.Id == idOrName || $"#{channel.Name}" == idOrName || channel.Person?.Id == idOrName)
        ?? throw new SlackError("channel_not_found");
}
