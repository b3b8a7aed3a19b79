using System.Collections.Immutable;
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

    private object Add(Arguments arguments) => Change(arguments, (reactions, reaction) =>
        reactions.Contains(reaction) ? throw new SlackError("already_reacted") : reactions.Add(reaction));

    private object Remove(Arguments arguments) => Change(arguments, (reactions, reaction) =>
        reactions.Contains(reaction) ? reactions.Remove(reaction) : throw new SlackError("no_reaction"));

    private object Change(Arguments arguments, Func<ImmutableList<Reaction>, Reaction, ImmutableList<Reaction>> change)
    {
        var name = arguments.Required("name");
        if (!Name().IsMatch(name)) throw new SlackError("invalid_name");
        workspace.Channel(arguments.Required("channel")).Change(
            arguments.Required("timestamp"), message => message with { Reactions = change(message.Reactions, new(name, Ids.BotUser)) });
        return new { };
    }

    [GeneratedRegex(@"\A[a-z0-9_+'-]{1,100}\z")]
    private static partial Regex Name();
}
