using Faults.Breaking;
using Faults.Load;

namespace Faults.Accounting;

/// <summary>Holds what was promised against what the books say. Pure, so that it can be shown to find what is wrong.</summary>
internal static class Account
{
    // Whose far sides are ours to look into.
    private static readonly string[] _outside = ["WEBHOOK", "EMAIL"];

    // What the system says where nobody told it more.
    private const string Nobody = "put aside without a reason";

    /// <returns>Every promise that was not kept; empty when all were.</returns>
    public static IReadOnlyList<Broken> Settle(Story story, Books books) =>
    [
        .. Lost(story.Sent, books), .. Doubled(story.Sent, books), .. Wrong(story.Sent, books), .. OutOfOrder(story.Sent, books),
        .. Undelivered(books), .. Effects(books), .. Tickets(story.Orders, books), .. InThreads(books),
        .. Unexplained(story.PoisonEvents, books), .. Unrecovered(story.Breakages),
    ];

    private static IEnumerable<Broken> Lost(IReadOnlyList<Sent> sent, Books books)
    {
        var rows = books.Requests.ToLookup(row => row.RequestId);
        foreach (var one in sent.Where(one => one.Intake == Intake.Accepted))
        {
            if (!rows.Contains(one.RequestId!))
                yield return new(Promise.NothingLost, $"{one.Key} was accepted as {one.RequestId} and is gone");
        }

        foreach (var row in books.Requests.Where(row => row.Status is not ("COMPLETED" or "FAILED")))
            yield return new(Promise.NothingLost, $"{row.RequestId} is {row.Status}");
        var turns = books.Turns.Select(turn => turn.RequestId).ToHashSet();
        foreach (var row in books.Requests.Where(row => !turns.Contains(row.RequestId)))
            yield return new(Promise.NothingLost, $"{row.RequestId} has no turn");
        foreach (var turn in books.Turns.Where(turn => turn.Status == "WAITING"))
            yield return new(Promise.NothingLost, $"the turn of {turn.RequestId} waits");
    }

    // Nobody but those in Slack says the same twice, so that it does not take a key to know a repetition.
    private static IEnumerable<Broken> Doubled(IReadOnlyList<Sent> sent, Books books)
    {
        var spoken = books.Requests.Where(row => row.Door != "SLACK").GroupBy(row => (row.Person, row.Content));
        foreach (var twice in spoken.Where(rows => rows.Count() > 1))
            yield return new(Promise.NothingTwice, $"{twice.Key.Content} of {twice.Key.Person} was accepted {twice.Count()} times");
        foreach (var twice in books.Turns.GroupBy(turn => turn.RequestId).Where(turns => turns.Count() > 1))
            yield return new(Promise.NothingTwice, $"{twice.Key} has {twice.Count()} turns");
        var asked = books.Requests.Select(row => row.RequestId).ToHashSet();
        foreach (var turn in books.Turns.Where(turn => !asked.Contains(turn.RequestId)))
            yield return new(Promise.NothingTwice, $"{turn.RequestId} was never accepted and has a turn");
        var refused = sent.Where(one => one.Refusal is not null).ToDictionary(one => (one.Person, one.Content), one => one.Refusal);
        foreach (var row in books.Requests.Where(row => refused.ContainsKey((row.Person, row.Content))))
            yield return new(Promise.NothingTwice, $"{row.Content} was refused and is there");
    }

    // Each answer says back its own question, and so does what the call itself heard. Whatever was sent was valid, so that nothing is refused.
    private static IEnumerable<Broken> Wrong(IReadOnlyList<Sent> sent, Books books)
    {
        foreach (var one in sent.Where(one => one.Refusal is not null))
            yield return new(Promise.RightAnswer, $"{one.Key} was answered with {one.Refusal}");
        var said = sent.ToDictionary(one => (one.Person, one.Content));
        foreach (var row in books.Requests)
        {
            var one = said.GetValueOrDefault((row.Person, row.Content));
            if (one is { IsPoison: true } != (row.Status == "FAILED"))
                yield return new(Promise.RightAnswer, $"{row.RequestId} is {row.Status}");
            if (one is { IsPoison: false } && row.Answer != $"echo: {one.Content}")
                yield return new(Promise.RightAnswer, $"{row.RequestId} asked {one.Content} and heard {row.Answer}");
            if (one?.Answer is { } heard && heard != row.Answer)
                yield return new(Promise.RightAnswer, $"{row.RequestId} was told {heard} and is said to have been told {row.Answer}");
        }
    }

    private static IEnumerable<Broken> OutOfOrder(IReadOnlyList<Sent> sent, Books books)
    {
        foreach (var session in books.Turns.GroupBy(turn => turn.SessionId))
        {
            var completed = session.Select(turn => turn.Seq).ToList();
            if (!completed.SequenceEqual(Enumerable.Range(1, completed.Count)))
                yield return new(Promise.InOrder, $"{session.Key} was answered {string.Join(' ', completed)}");
        }

        // What was sent after the one before had been accepted has a higher number.
        var rows = books.Requests.DistinctBy(row => row.RequestId).ToDictionary(row => row.RequestId, row => (row.SessionId, row.Seq));
        var accepted = sent.Where(one => one.Intake == Intake.Accepted && rows.ContainsKey(one.RequestId!));
        foreach (var line in accepted.GroupBy(one => (one.Person, one.Door), (_, line) => line.OrderBy(one => one.Number).ToList()))
        {
            foreach (var (before, after) in line.Zip(line.Skip(1)))
            {
                var (earlier, later) = (rows[before.RequestId!], rows[after.RequestId!]);
                if (earlier.SessionId == later.SessionId && earlier.Seq >= later.Seq)
                    yield return new(Promise.InOrder, $"{after.Key} came after {before.Key} and is numbered before it");
            }
        }
    }

    private static IEnumerable<Broken> Undelivered(Books books)
    {
        foreach (var delivery in books.Deliveries.Where(delivery => delivery.Status != "SUCCESS"))
            yield return new(Promise.Delivered, $"{delivery.Id} over {delivery.Integration} is {delivery.Status}: {delivery.Error}");
        var planned = books.Deliveries.Select(delivery => (delivery.RequestId, delivery.Integration)).ToHashSet();
        foreach (var expected in books.Expected.Where(expected => !planned.Contains(expected)))
            yield return new(Promise.Delivered, $"{expected.RequestId} never went out over {expected.Integration}");
    }

    // What arrived is what was sent, under the id that it was sent under; and what is said to have arrived did.
    private static IEnumerable<Broken> Effects(Books books)
    {
        var planned = books.Deliveries.DistinctBy(delivery => (delivery.RequestId, delivery.Integration))
            .ToDictionary(delivery => (delivery.RequestId, delivery.Integration), delivery => delivery.Id);
        var answers = books.Requests.DistinctBy(row => row.RequestId).ToDictionary(row => row.RequestId, row => row.Answer);
        foreach (var (integration, request, id, content) in books.Effects.Distinct())
        {
            var sentAs = planned.GetValueOrDefault((request, integration));
            if (sentAs != id) yield return new(Promise.OneEffect, $"{request} reached {integration} as {id} and was sent as {sentAs}");
            if (content is not null && answers.GetValueOrDefault(request) is { } answer && content != answer)
                yield return new(Promise.RightAnswer, $"{request} was answered {answer} and reached {integration} as {content}");
        }

        var arrived = books.Effects.Select(effect => (effect.RequestId, effect.Integration)).ToHashSet();
        var sent = books.Deliveries.Where(delivery => delivery.Status == "SUCCESS" && _outside.Contains(delivery.Integration));
        foreach (var delivery in sent.Where(delivery => !arrived.Contains((delivery.RequestId, delivery.Integration))))
            yield return new(Promise.Delivered, $"{delivery.Id} over {delivery.Integration} is SUCCESS and nobody got it");
    }

    private static IEnumerable<Broken> Tickets(IReadOnlyList<Order> orders, Books books)
    {
        var bySubject = books.Tickets.ToLookup(ticket => (ticket.Person, ticket.Subject));
        var agreed = books.Requests.Where(row => row is { Content: Order.Yes, Status: "COMPLETED" }).Select(row => row.Person).ToHashSet();
        foreach (var order in orders)
        {
            var tickets = bySubject[(order.Person, order.Thing)].ToList();
            if (tickets.Count > 1) yield return new(Promise.OneEffect, $"{order.Thing} has {tickets.Count} tickets");
            if (tickets.Count == 0 && (order.Number is not null || agreed.Contains(order.Person)))
                yield return new(Promise.NothingLost, $"{order.Thing} was agreed to, said to be {order.Number ?? "open"}, and is not there");
            if (tickets.Count == 1 && order.Number is { } told && told != tickets[0].Number)
                yield return new(Promise.RightAnswer, $"{order.Thing} is {tickets[0].Number} and was said to be {told}");
        }

        var ordered = orders.Select(order => (order.Person, order.Thing)).ToHashSet();
        foreach (var ticket in books.Tickets.Where(ticket => !ordered.Contains((ticket.Person, ticket.Subject))))
            yield return new(Promise.OneEffect, $"nobody agreed to {ticket.Number}");
    }

    // Slack knows no ids of ours: what it was told twice is there twice.
    private static IEnumerable<Broken> InThreads(Books books)
    {
        var asking = books.Conversations.SelectMany(conversation => conversation.Asked).ToList();
        foreach (var missing in books.TakenFromSlack.Except(asking))
            yield return new(Promise.NothingLost, $"Slack was told that we have {missing}, and it became no request");
        foreach (var twice in asking.CountBy(question => question).Where(question => question.Value > 1))
            yield return new(Promise.NothingTwice, $"{twice.Key} became {twice.Value} requests");
        foreach (var (thread, asked, answered) in books.Conversations)
        {
            var expected = asked.Select(question => $"echo: {question}").ToList();
            foreach (var missing in expected.Except(answered)) yield return new(Promise.Delivered, $"{thread} never heard {missing}");
            var heard = answered.Distinct().ToList();
            if (!heard.SequenceEqual(expected.Where(heard.Contains)))
                yield return new(Promise.InOrder, $"{thread} heard {string.Join(", ", answered)}");
            foreach (var twice in answered.CountBy(answer => answer).Where(answer => answer.Value > 1))
                yield return new(Promise.OneEffect, $"{thread} heard {twice.Key} {twice.Value} times");
        }
    }

    private static IEnumerable<Broken> Unexplained(IReadOnlyList<string> poisons, Books books)
    {
        foreach (var letter in books.DeadLetters.Where(letter => letter.Reason is null or Nobody || !poisons.Contains(letter.Body)))
            yield return new(Promise.Explained, $"{letter.Service} holds {letter.Body}: {letter.Reason ?? "no reason"}");
        var found = books.DeadLetters.Select(letter => letter.Body).ToHashSet();
        foreach (var missing in poisons.Where(poison => !found.Contains(poison)))
            yield return new(Promise.NothingLost, $"the poison event {missing} is gone");
    }

    private static IEnumerable<Broken> Unrecovered(IReadOnlyList<Breakage> breakages) =>
        from breakage in breakages
        where breakage.Trouble is not null
        select new Broken(Promise.Recovers, $"after {breakage.Kind}: {breakage.Trouble}");
}

/// <summary>What those outside did.</summary>
internal sealed record Story(
    IReadOnlyList<Sent> Sent, IReadOnlyList<Order> Orders, IReadOnlyList<string> PoisonEvents, IReadOnlyList<Breakage> Breakages);

/// <summary>Something that was not as promised.</summary>
internal sealed record Broken(Promise Promise, string What);

/// <summary>What the system promises.</summary>
internal enum Promise
{
    NothingLost,
    NothingTwice,
    RightAnswer,
    InOrder,
    Delivered,
    OneEffect,
    Explained,
    Recovers,
}
