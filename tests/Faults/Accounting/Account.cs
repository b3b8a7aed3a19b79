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
    public static IReadOnlyList<Broken> Settle(IReadOnlyList<Sent> sent, IReadOnlyList<Order> orders, IReadOnlyList<string> poisons, Books books) =>
    [
        .. Lost(sent, books), .. Doubled(sent, books), .. Wrong(sent, books), .. OutOfOrder(sent, books), .. Undelivered(books), .. Effects(books),
        .. Tickets(orders, books), .. InThreads(books), .. Unexplained(poisons, books),
    ];

    private static IEnumerable<Broken> Lost(IReadOnlyList<Sent> sent, Books books)
    {
        var rows = books.Requests.ToLookup(row => row.RequestId);
        foreach (var one in sent.Where(one => one.Intake == Intake.Accepted))
        {
            if (!rows.Contains(one.RequestId!)) yield return new(Promise.NothingLost, $"{one.Key} was accepted as {one.RequestId} and is gone");
        }

        foreach (var row in books.Requests.Where(row => row.Status is not ("COMPLETED" or "FAILED")))
            yield return new(Promise.NothingLost, $"{row.RequestId} is {row.Status}");
        var turns = books.Turns.Select(turn => turn.RequestId).ToHashSet();
        foreach (var row in books.Requests.Where(row => !turns.Contains(row.RequestId))) yield return new(Promise.NothingLost, $"{row.RequestId} has no turn");
        foreach (var turn in books.Turns.Where(turn => turn.Status == "WAITING")) yield return new(Promise.NothingLost, $"the turn of {turn.RequestId} waits");
    }

    private static IEnumerable<Broken> Doubled(IReadOnlyList<Sent> sent, Books books)
    {
        foreach (var twice in books.Requests.Where(row => row.Key is not null).GroupBy(row => (row.Person, row.Key)).Where(rows => rows.Count() > 1))
            yield return new(Promise.NothingTwice, $"{twice.Key.Key} was accepted {twice.Count()} times");
        foreach (var twice in books.Turns.GroupBy(turn => turn.RequestId).Where(turns => turns.Count() > 1))
            yield return new(Promise.NothingTwice, $"{twice.Key} has {twice.Count()} turns");
        var asked = books.Requests.Select(row => row.RequestId).ToHashSet();
        foreach (var turn in books.Turns.Where(turn => !asked.Contains(turn.RequestId))) yield return new(Promise.NothingTwice, $"{turn.RequestId} was never accepted and has a turn");
        var refused = sent.Where(one => one.Intake == Intake.Refused).Select(one => one.Key).ToHashSet();
        foreach (var row in books.Requests.Where(row => row.Key is { } key && refused.Contains(key))) yield return new(Promise.NothingTwice, $"{row.Key} was refused and is there");
    }

    // Each answer says back its own question, and so does what the call itself heard.
    private static IEnumerable<Broken> Wrong(IReadOnlyList<Sent> sent, Books books)
    {
        var byKey = sent.ToDictionary(one => one.Key);
        foreach (var row in books.Requests)
        {
            if (row.Key is null || !byKey.TryGetValue(row.Key, out var one)) continue;
            if (one.IsPoison != (row.Status == "FAILED")) yield return new(Promise.RightAnswer, $"{row.RequestId} is {row.Status}");
            if (!one.IsPoison && row.Answer != $"echo: {one.Content}") yield return new(Promise.RightAnswer, $"{row.RequestId} asked {one.Content} and heard {row.Answer}");
            if (one.Answer is { } heard && heard != row.Answer) yield return new(Promise.RightAnswer, $"{row.RequestId} was told {heard} and is said to have been told {row.Answer}");
        }
    }

    private static IEnumerable<Broken> OutOfOrder(IReadOnlyList<Sent> sent, Books books)
    {
        foreach (var session in books.Turns.GroupBy(turn => turn.SessionId))
        {
            var completed = session.Select(turn => turn.Seq).ToList();
            if (!completed.SequenceEqual(Enumerable.Range(1, completed.Count))) yield return new(Promise.InOrder, $"{session.Key} was answered {string.Join(' ', completed)}");
        }

        // What was sent after the one before had been accepted has a higher number.
        var seqs = books.Requests.Where(row => row.Key is not null).DistinctBy(row => row.Key).ToDictionary(row => row.Key!, row => (row.SessionId, row.Seq));
        foreach (var line in sent.Where(one => one.Intake == Intake.Accepted && seqs.ContainsKey(one.Key)).GroupBy(one => (one.Person, one.Door)))
        {
            foreach (var (before, after) in line.OrderBy(one => one.Number).Zip(line.OrderBy(one => one.Number).Skip(1)))
            {
                var (earlier, later) = (seqs[before.Key], seqs[after.Key]);
                if (earlier.SessionId == later.SessionId && earlier.Seq >= later.Seq) yield return new(Promise.InOrder, $"{after.Key} came after {before.Key} and is numbered before it");
            }
        }
    }

    private static IEnumerable<Broken> Undelivered(Books books)
    {
        foreach (var delivery in books.Deliveries.Where(delivery => delivery.Status != "SUCCESS"))
            yield return new(Promise.Delivered, $"{delivery.Id} over {delivery.Integration} is {delivery.Status}");
        var planned = books.Deliveries.Select(delivery => (delivery.RequestId, delivery.Integration)).ToHashSet();
        foreach (var expected in books.Expected.Where(expected => !planned.Contains((expected.RequestId, expected.Integration))))
            yield return new(Promise.Delivered, $"{expected.RequestId} never went out over {expected.Integration}");
    }

    private static IEnumerable<Broken> Effects(Books books)
    {
        var arrived = books.Effects.GroupBy(effect => (effect.RequestId, effect.Integration)).ToDictionary(group => group.Key, group => group.Select(effect => effect.Id).Distinct().Count());
        foreach (var ((request, integration), ids) in arrived.Where(one => one.Value > 1)) yield return new(Promise.OneEffect, $"{request} reached {integration} under {ids} ids");
        foreach (var delivery in books.Deliveries.Where(delivery => delivery.Status == "SUCCESS" && _outside.Contains(delivery.Integration)))
        {
            if (!arrived.ContainsKey((delivery.RequestId, delivery.Integration))) yield return new(Promise.Delivered, $"{delivery.Id} over {delivery.Integration} is SUCCESS and nobody got it");
        }
    }

    private static IEnumerable<Broken> Tickets(IReadOnlyList<Order> orders, Books books)
    {
        var bySubject = books.Tickets.ToLookup(ticket => (ticket.Person, ticket.Subject));
        foreach (var order in orders)
        {
            var tickets = bySubject[(order.Person, order.Thing)].ToList();
            if (tickets.Count > 1) yield return new(Promise.OneEffect, $"{order.Thing} has {tickets.Count} tickets");
            if (tickets.Count == 0 && order.Number is not null) yield return new(Promise.NothingLost, $"{order.Thing} was promised {order.Number}, which is not there");
            if (tickets.Count == 1 && order.Number is { } told && told != tickets[0].Number) yield return new(Promise.RightAnswer, $"{order.Thing} is {tickets[0].Number} and was said to be {told}");
        }
    }

    // Slack knows no ids of ours: what it was told twice is there twice.
    private static IEnumerable<Broken> InThreads(Books books)
    {
        var asking = books.Conversations.Sum(conversation => conversation.Asked.Count);
        if (asking != books.SlackMessages) yield return new(Promise.NothingLost, $"Slack gave us {books.SlackMessages} messages, and {asking} became requests");
        foreach (var (thread, asked, answered) in books.Conversations)
        {
            var expected = asked.Select(question => $"echo: {question}").ToList();
            foreach (var missing in expected.Except(answered)) yield return new(Promise.Delivered, $"{thread} never heard {missing}");
            var heard = answered.Distinct().ToList();
            if (!heard.SequenceEqual(expected.Where(heard.Contains))) yield return new(Promise.InOrder, $"{thread} heard {string.Join(", ", answered)}");
            foreach (var twice in answered.CountBy(answer => answer).Where(answer => answer.Value > 1)) yield return new(Promise.OneEffect, $"{thread} heard {twice.Key} {twice.Value} times");
        }
    }

    private static IEnumerable<Broken> Unexplained(IReadOnlyList<string> poisons, Books books)
    {
        foreach (var letter in books.DeadLetters.Where(letter => letter.Reason is null or Nobody || !poisons.Contains(letter.Body)))
            yield return new(Promise.Explained, $"{letter.Service} holds {letter.Body}: {letter.Reason ?? "no reason"}");
        var found = books.DeadLetters.Select(letter => letter.Body).ToHashSet();
        foreach (var missing in poisons.Where(poison => !found.Contains(poison))) yield return new(Promise.NothingLost, $"the poison event {missing} is gone");
    }
}

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
}
