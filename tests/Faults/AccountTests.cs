using Faults.Accounting;
using Faults.Load;

namespace Faults;

/// <summary>The accounting finds what is wrong: each of these books breaks one promise, and only the last breaks none.</summary>
public sealed class AccountTests
{
    private const string Key = "k1", Request = "r1", Session = "s1", Person = "jane", Hook = "WEBHOOK";

    private static readonly Span _span = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static readonly Books _good = new(
        [
            new(Request, Session, 1, Person, "WEB", Key, "COMPLETED", $"echo: {Key}", _span),
            new("r2", Session, 2, Person, "WEB", "k2", "COMPLETED", "echo: k2", _span),
        ],
        [new(Request, Session, 1, "ANSWERED"), new("r2", Session, 2, "ANSWERED")],
        [new(Request, Hook, "d1", "SUCCESS", _span), new("r2", Hook, "d2", "SUCCESS", _span)],
        [new(Hook, Request, "d1", $"echo: {Key}"), new(Hook, "r2", "d2", "echo: k2")],
        [new(Person, "thing", "REQ0000001")],
        [new("agent-service", "no CloudEvent", "poison")],
        [(Request, Hook), ("r2", Hook)],
        [new("thread", ["a", "b"], ["echo: a", "echo: b"])],
        TakenFromSlack: ["a", "b"]);

    private static readonly Story _story = new(
        [
            new(Key, Person, Door.Web, 0) { Intake = Intake.Accepted, RequestId = Request, Answer = $"echo: {Key}" },
            new("k2", Person, Door.Web, 1) { Intake = Intake.Accepted, RequestId = "r2" },
        ],
        [new(Person, "thing") { Number = "REQ0000001" }], ["poison"], []);

    [Fact]
    public void Good_books_break_nothing() => Assert.Empty(Settle(_good));

    [Fact]
    public void What_was_accepted_and_is_gone_is_lost() =>
        Breaks(Promise.NothingLost, _good with { Requests = [_good.Requests[1]], Turns = [_good.Turns[1] with { Seq = 1 }] });

    [Fact]
    public void An_answer_to_what_nobody_accepted_is_one_too_many() =>
        Breaks(
        Promise.NothingTwice, _good with { Turns = [.. _good.Turns, new("r3", Session, 3, "ANSWERED")] });

    [Fact]
    public void What_is_never_answered_is_lost() =>
        Breaks(Promise.NothingLost, _good with { Requests = [_good.Requests[0], _good.Requests[1] with { Status = "PENDING" }] });

    [Fact]
    public void What_has_no_turn_is_lost() => Breaks(Promise.NothingLost, _good with { Turns = [_good.Turns[0]] });

    [Fact]
    public void What_waits_for_its_turn_is_lost() =>
        Breaks(Promise.NothingLost, _good with { Turns = [_good.Turns[0], _good.Turns[1] with { Status = "WAITING" }] });

    [Fact]
    public void A_ticket_that_was_promised_and_is_not_there_is_lost() => Breaks(Promise.NothingLost, _good with { Tickets = [] });

    [Fact]
    public void A_dead_letter_that_is_gone_is_lost() => Breaks(Promise.NothingLost, _good with { DeadLetters = [] });

    [Fact]
    public void One_key_accepted_twice_is_twice() => Breaks(
        Promise.NothingTwice,
        _good with
        {
            Requests = [.. _good.Requests, _good.Requests[0] with { RequestId = "r3", Seq = 3 }],
            Turns = [.. _good.Turns, new("r3", Session, 3, "ANSWERED")],
        });

    [Fact]
    public void A_turn_taken_twice_is_twice() =>
        Breaks(Promise.NothingTwice, _good with { Turns = [.. _good.Turns, _good.Turns[1] with { Seq = 3 }] });

    [Fact]
    public void An_answer_to_another_question_is_wrong() =>
        Breaks(Promise.RightAnswer, _good with { Requests = [_good.Requests[0] with { Answer = "echo: k2" }, _good.Requests[1]] });

    [Fact]
    public void A_failure_nobody_meant_is_wrong() =>
        Breaks(Promise.RightAnswer, _good with { Requests = [_good.Requests[0] with { Status = "FAILED" }, _good.Requests[1]] });

    [Fact]
    public void Another_ticket_than_was_told_is_wrong() =>
        Breaks(Promise.RightAnswer, _good with { Tickets = [_good.Tickets[0] with { Number = "REQ0000002" }] });

    [Fact]
    public void A_turn_before_the_one_before_it_is_out_of_order() =>
        Breaks(Promise.InOrder, _good with { Turns = [_good.Turns[1], _good.Turns[0]] });

    [Fact]
    public void What_was_sent_later_and_is_numbered_earlier_is_out_of_order() =>
        Breaks(Promise.InOrder, _good with { Requests = [_good.Requests[0] with { Seq = 2 }, _good.Requests[1] with { Seq = 1 }] });

    [Fact]
    public void A_delivery_that_never_ends_well_is_not_delivered() =>
        Breaks(Promise.Delivered, _good with { Deliveries = [_good.Deliveries[0], _good.Deliveries[1] with { Status = "RETRYING" }] });

    [Fact]
    public void An_answer_without_its_delivery_is_not_delivered() =>
        Breaks(Promise.Delivered, _good with { Deliveries = [_good.Deliveries[0]], Effects = [_good.Effects[0]] });

    [Fact]
    public void A_success_that_nobody_got_is_not_delivered() => Breaks(Promise.Delivered, _good with { Effects = [_good.Effects[0]] });

    [Fact]
    public void One_answer_under_two_ids_has_two_effects() =>
        Breaks(Promise.OneEffect, _good with { Effects = [.. _good.Effects, new(Hook, Request, "another")] });

    [Fact]
    public void The_same_id_again_has_not() => Assert.Empty(Settle(_good with { Effects = [.. _good.Effects, _good.Effects[0]] }));

    [Fact]
    public void Two_tickets_for_one_yes_are_two_effects() =>
        Breaks(Promise.OneEffect, _good with { Tickets = [.. _good.Tickets, new(Person, "thing", "REQ0000002")] });

    [Fact]
    public void A_ticket_nobody_agreed_to_is_one_too_many() =>
        Breaks(Promise.OneEffect, _good with { Tickets = [.. _good.Tickets, new("john", "thing", "REQ0000002")] });

    [Fact]
    public void A_yes_that_was_answered_and_did_nothing_is_lost()
    {
        var yes = _good.Requests[0] with { RequestId = "r3", Seq = 3, Content = Order.Yes };
        var turns = _good.Turns.Append(new("r3", Session, 3, "ANSWERED"));
        var books = _good with { Requests = [.. _good.Requests, yes], Turns = [.. turns], Tickets = [] };
        Breaks(Promise.NothingLost, books, _story with { Orders = [new(Person, "thing")] });
    }

    [Fact]
    public void An_effect_nobody_planned_is_one_too_many() =>
        Breaks(Promise.OneEffect, _good with { Effects = [.. _good.Effects, new(Hook, "r3", "d3")] });

    [Fact]
    public void Something_else_than_the_answer_is_wrong() =>
        Breaks(Promise.RightAnswer, _good with { Effects = [_good.Effects[0] with { Content = "echo: k2" }, _good.Effects[1]] });

    [Fact]
    public void A_refusal_of_what_is_in_order_is_wrong() =>
        Breaks(Promise.RightAnswer, _good, _story with { Sent = [.. _story.Sent, new("k3", Person, Door.Web, 2) { Refusal = 400 }] });

    [Fact]
    public void What_does_not_work_again_has_not_recovered() => Breaks(
        Promise.Recovers,
        _good,
        _story with { Breakages = [new("kill -9", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "Nobody is answered.")] });

    [Fact]
    public void A_message_from_Slack_that_became_no_request_is_lost() =>
        Breaks(Promise.NothingLost, _good with { TakenFromSlack = ["a", "b", "c"] });

    [Fact]
    public void A_message_from_Slack_that_became_two_requests_is_twice() =>
        Breaks(Promise.NothingTwice, _good with { Conversations = [.. _good.Conversations, new("other", ["b"], ["echo: b"])] });

    [Fact]
    public void A_question_in_Slack_without_an_answer_is_not_delivered() => Breaks(Promise.Delivered, InSlack("echo: a"));

    [Fact]
    public void Answers_in_Slack_the_other_way_round_are_out_of_order() => Breaks(Promise.InOrder, InSlack("echo: b", "echo: a"));

    [Fact]
    public void The_same_answer_twice_in_Slack_is_two_effects() => Breaks(Promise.OneEffect, InSlack("echo: a", "echo: b", "echo: b"));

    [Fact]
    public void A_dead_letter_without_a_reason_is_not_explained() =>
        Breaks(Promise.Explained, _good with { DeadLetters = [_good.DeadLetters[0] with { Reason = null }] });

    private static Books InSlack(params string[] answered) =>
        _good with { Conversations = [_good.Conversations[0] with { Answered = answered }] };

    private static void Breaks(Promise promise, Books books, Story? story = null) =>
        Assert.Equal([promise], Settle(books, story).Select(broken => broken.Promise).Distinct());

    private static IReadOnlyList<Broken> Settle(Books books, Story? story = null) => Account.Settle(story ?? _story, books);
}
