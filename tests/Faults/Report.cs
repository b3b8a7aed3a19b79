using System.Globalization;
using System.Text;
using Faults.Accounting;
using Faults.Breaking;
using Faults.Load;

namespace Faults;

/// <summary>What a run came to, as Markdown.</summary>
internal static class Report
{
    public static string Of(FaultPlan plan, IReadOnlyList<Sent> sent, IReadOnlyList<Order> orders, Saboteur saboteur, Books books, IReadOnlyList<Broken> broken)
    {
        var repeated = books.Effects.GroupBy(effect => (effect.Integration, effect.Id)).Sum(group => group.Count() - 1);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            `dotnet run --project tests/Faults -- --seed {plan.Seed} --minutes {plan.Time.TotalMinutes} --requests {plan.Requests} --people {plan.People}`

            | | |
            |---|---|
            | requests sent | {sent.Count} |
            | accepted | {sent.Count(one => one.Intake == Intake.Accepted)} |
            | broken off, accepted all the same | {sent.Count(one => one.Intake == Intake.Unknown && books.Requests.Any(row => row.Key == one.Key))} |
            | broken off, not accepted | {sent.Count(one => one.Intake == Intake.Unknown && books.Requests.All(row => row.Key != one.Key))} |
            | refused | {sent.Count(one => one.Intake == Intake.Refused)} |
            | answered as failed, on purpose | {sent.Count(one => one.IsPoison && one.Intake == Intake.Accepted)} |
            | deliveries | {books.Deliveries.Count} |
            | webhooks and mails received | {books.Effects.Count} |
            | of them repetitions under the same id | {repeated} |
            | orders agreed to, tickets | {orders.Count}, {books.Tickets.Count} |
            | poison events put aside with a reason | {books.DeadLetters.Count} |

            """);
        text.Append("\n| promise | broken |\n|---|---|\n");
        foreach (var promise in Enum.GetValues<Promise>()) text.Append(CultureInfo.InvariantCulture, $"| {NameOf(promise)} | {broken.Count(one => one.Promise == promise)} |\n");
        text.Append("\n| fault | times | worst recovery, s |\n|---|---|---|\n");
        foreach (var kind in saboteur.Done.GroupBy(done => done.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {kind.Key} | {kind.Count()} | {kind.Max(done => done.Recovery).TotalSeconds:0.0} |\n");
        if (broken.Count > 0) text.Append("\nWhat was broken:\n\n");
        foreach (var one in broken.Take(100)) text.Append(CultureInfo.InvariantCulture, $"- {NameOf(one.Promise)}: {one.What}\n");
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
        _ => promise.ToString(),
    };
}
