using System.Globalization;
using System.Text;
using Faults.Accounting;
using Faults.Load;

namespace Faults;

/// <summary>What a run came to, as Markdown.</summary>
internal static class Report
{
    public static string Of(FaultPlan plan, Story story, Books books, IReadOnlyList<Broken> broken)
    {
        var repeated = books.Effects.GroupBy(effect => (effect.Integration, effect.Id)).Sum(group => group.Count() - 1);
        var there = books.Requests.Select(row => (row.Person, row.Content)).ToHashSet();
        var unclear = story.Sent.Where(one => one.Intake == Intake.Unknown).ToLookup(one => there.Contains((one.Person, one.Content)));
        var only = plan.Only.Length > 0 ? $" --only '{plan.Only}'" : "";
        var load = $"--seed {plan.Seed} --minutes {plan.Time.TotalMinutes} --requests {plan.Requests} --people {plan.People}";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            `dotnet run --project tests/Faults -- {load}{only}`

            | | |
            |---|---|
            | requests sent | {story.Sent.Count} |
            | accepted | {story.Sent.Count(one => one.Intake == Intake.Accepted)} |
            | broken off or 503, accepted all the same | {unclear[true].Count()} |
            | broken off or 503, not accepted | {unclear[false].Count()} |
            | answered as failed, on purpose | {books.Requests.Count(row => row.Status == "FAILED")} |
            | said in Slack, and taken | {books.TakenFromSlack.Count} |
            | deliveries | {books.Deliveries.Count} |
            | webhooks and mails received | {books.Effects.Count} |
            | of them repetitions under the same id | {repeated} |
            | orders agreed to, tickets | {story.Orders.Count}, {books.Tickets.Count} |
            | poison events put aside with a reason | {books.DeadLetters.Count} |

            """);
        text.Append("\n| promise | broken |\n|---|---|\n");
        foreach (var promise in Enum.GetValues<Promise>())
            text.Append(CultureInfo.InvariantCulture, $"| {NameOf(promise)} | {broken.Count(one => one.Promise == promise)} |\n");
        text.Append("\n| fault | times | broken for, s | answered after, s | delivered after, s |\n|---|---|---|---|---|\n");
        var untilAnswered = new Recovery(books.Requests.Where(row => row.Status == "COMPLETED").Select(row => row.Span));
        var untilDelivered = new Recovery(books.Deliveries.Select(delivery => delivery.Span));
        foreach (var kind in story.Breakages.GroupBy(one => one.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {kind.Key} | {kind.Count()} ");
            text.Append(CultureInfo.InvariantCulture, $"| {kind.Max(one => one.MendedAt - one.BrokenAt).TotalSeconds:0.0} ");
            text.Append(CultureInfo.InvariantCulture, $"| {kind.Max(one => untilAnswered.After(one.MendedAt)).TotalSeconds:0.0} ");
            text.Append(CultureInfo.InvariantCulture, $"| {kind.Max(one => untilDelivered.After(one.MendedAt)).TotalSeconds:0.0} |\n");
        }

        if (broken.Count > 0) text.Append("\nWhat was broken:\n\n");
        foreach (var one in broken.Take(100))
            text.Append(CultureInfo.InvariantCulture, $"- {NameOf(one.Promise)}: {one.What}\n");
        return text.ToString();
    }

    private static string NameOf(Promise promise) => promise switch
    {
        Promise.NothingLost => "nothing accepted is lost",
        Promise.NothingTwice => "nothing is accepted or answered twice",
        Promise.RightAnswer => "every answer is that of its question",
        Promise.InOrder => "sessions are answered in order",
        Promise.Delivered => "every answer is delivered",
        Promise.OneEffect => "every effect has one id",
        Promise.Explained => "every dead letter is explained",
        Promise.Recovers => "what is mended works again",
        _ => promise.ToString(),
    };
}

/// <summary>How long it took until whatever was open at a moment was done.</summary>
internal sealed class Recovery(IEnumerable<Span> spans)
{
    private readonly List<Span> _spans = [.. spans];

    public TimeSpan After(DateTimeOffset moment) => _spans
        .Where(span => span.From <= moment && span.To > moment).Select(span => span.To!.Value - moment).DefaultIfEmpty(TimeSpan.Zero).Max();
}
