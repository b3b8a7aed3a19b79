using System.Globalization;
using System.Text;
using SlackFarSide.Workspaces;

namespace SlackFarSide.Api;

/// <summary>Opening and reading what was written.</summary>
internal sealed class ConversationMethods(Workspace workspace) : IApiMethods
{
    private const int MostOnPage = 999;

    public IEnumerable<ApiMethod> All =>
    [
        new("conversations.open", TakesJson: true, Open),
        new("conversations.history", TakesJson: false, History),
        new("conversations.replies", TakesJson: false, Replies),
    ];

    private object Open(Arguments arguments)
    {
        var person = workspace.Person(arguments.Text("users") ?? workspace.Channel(arguments.Required("channel")).Person?.Id);
        if (person.IsBot) throw new SlackError("cannot_dm_bot");
        return new { NoOp = true, AlreadyOpen = true, Channel = new { workspace.Channel(person.Id).Id } };
    }

    private object History(Arguments arguments)
    {
        var messages = Seen(arguments).Where(message => message.ThreadTs is null || message.ThreadTs == message.Ts);
        return Page(arguments, messages.Where(IsBetween(arguments)).Reverse(), (ts, last) => ts < last);
    }

    private object Replies(Arguments arguments)
    {
        var (root, isBetween) = (arguments.Required("ts"), IsBetween(arguments));
        var thread = Seen(arguments).Where(message => message.IsInThread(root)).ToList();
        if (thread.Count == 0) throw new SlackError("thread_not_found");

        // The first message of the thread comes along however old it is.
        return Page(arguments, thread.Where(message => message.Ts == root || isBetween(message)), (ts, last) => ts > last);
    }

    private IEnumerable<Message> Seen(Arguments arguments) =>
        workspace.Channel(arguments.Required("channel")).Read().Where(message => message.OnlyFor is null);

    private static Func<Message, bool> IsBetween(Arguments arguments)
    {
        var (oldest, latest, inclusive) = (arguments.Ts("oldest"), arguments.Ts("latest"), arguments.Flag("inclusive"));
        return message => Ts(message.Ts) is var ts
            && (oldest is null || ts > oldest || (inclusive && ts == oldest))
            && (latest is null || ts < latest || (inclusive && ts == latest));
    }

    /// <param name="isAfter">Whether a message comes after the last one of the page before.</param>
    private static object Page(Arguments arguments, IEnumerable<Message> messages, Func<decimal, decimal, bool> isAfter)
    {
        var limit = Math.Min(arguments.Number("limit", whenAbsent: 100), MostOnPage);
        var last = arguments.Text("cursor") is { } cursor ? TsIn(cursor) : (decimal?)null;
        var found = messages.Where(message => last is null || isAfter(Ts(message.Ts), last.Value)).Take(limit + 1).ToList();
        var hasMore = found.Count > limit;
        var page = found.Take(limit).ToList();
        return new
        {
            Messages = page.Select(message => message.ToJson(arguments.Flag("include_all_metadata"))),
            HasMore = hasMore,
            ResponseMetadata = new { NextCursor = hasMore ? Convert.ToBase64String(Encoding.ASCII.GetBytes(page[^1].Ts)) : "" },
        };
    }

    private static decimal TsIn(string cursor)
    {
        try
        {
            return Ts(Encoding.ASCII.GetString(Convert.FromBase64String(cursor)));
        }
        catch (FormatException)
        {
            throw new SlackError("invalid_cursor");
        }
    }

    private static decimal Ts(string ts) => decimal.Parse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
