using System.Text.RegularExpressions;
using SlackFarSide.Workspaces;

namespace SlackFarSide.Api;

/// <summary>The bot's reactions to messages.</summary>
internal sealed partial class ReactionMethods(Workspace workspace) : IApiMethods
{
    public IEnumerable<ApiMethod> All =>
    [
        new("reactions.add", TakesJson: true, Add),
        new("reactions.remove", TakesJson: true, Remove),
    ];

    private object Add(Arguments arguments) => Change(arguments, (message, reaction) =>
        message.Reactions.Contains(reaction) ? throw new SlackError("already_reacted") : message with { Reactions = message.Reactions.Add(reaction) });

    private object Remove(Arguments arguments) => Change(arguments, (message, reaction) =>
        message.Reactions.Contains(reaction) ? message with { Reactions = message.Reactions.Remove(reaction) } : throw new SlackError("no_reaction"));

    private object Change(Arguments arguments, Func<Message, (string Name, string User), Message> change)
    {
        var name = arguments.Required("name");
        if (!Name().IsMatch(name)) throw new SlackError("invalid_name");
        workspace.Channel(arguments.Required("channel")).Change(arguments.Required("timestamp"), message => change(message, (name, Ids.BotUser)));
        return new { };
    }

    [GeneratedRegex(@"\A[a-z0-9_+'-]{1,100}\z")]
    private static partial Regex Name();
}
