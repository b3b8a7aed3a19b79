using RequestManager.Responses;
using SelfServiceAgent.Contracts;

namespace RequestManager.Tests;

public sealed class DeltaOrderTests
{
    private readonly DeltaOrder _order = new();

    [Fact]
    public void Pieces_go_through_as_they_come_when_they_come_in_order()
    {
        Assert.Equal([new("one ", 0, 1)], Take(7, 0, "one "));
        Assert.Equal([new("two ", 1, 1)], Take(7, 1, "two "));
        Assert.Null(_order.Complete("one two "));
    }

    [Fact]
    public void A_piece_that_comes_early_is_held_until_those_before_it_are_there()
    {
        Assert.Empty(Take(1, 2, "three"));
        Assert.Empty(Take(1, 1, "two "));
        Assert.Equal([new("one ", 0, 1), new("two ", 1, 1), new("three", 2, 1)], Take(1, 0, "one "));
    }

    [Fact]
    public void A_piece_that_comes_twice_goes_through_once()
    {
        Assert.Single(Take(1, 0, "one "));
        Assert.Empty(Take(1, 0, "one "));
        Assert.Empty(Take(1, 2, "three"));
        Assert.Empty(Take(1, 2, "three"));
        Assert.Equal(["two ", "three"], Take(1, 1, "two ").Select(delta => delta.Text));
    }

    [Fact]
    public void A_new_attempt_begins_the_text_anew_and_the_old_one_is_heard_no_more()
    {
        Take(3, 0, "old ");
        Take(3, 2, "held");
        Assert.Equal([new("new ", 0, 2)], Take(5, 0, "new "));
        Assert.Empty(Take(3, 1, "old too"));
        Assert.Equal([new("text", 1, 2)], Take(5, 1, "text"));
        Assert.Null(_order.Complete("new text"));
    }

    [Fact]
    public void What_was_lost_on_the_way_comes_at_the_end()
    {
        Take(1, 0, "one ");
        Take(1, 2, "three");
        Assert.Equal(new("two three", 1, 1), _order.Complete("one two three"));
    }

    [Fact]
    public void An_answer_of_which_no_piece_came_is_one_piece() => Assert.Equal(new("all of it", 0, 1), _order.Complete("all of it"));

    [Fact]
    public void An_answer_that_went_on_otherwise_than_its_pieces_is_a_new_attempt()
    {
        Take(1, 0, "The first try ");
        Assert.Equal(new("The second try", 0, 2), _order.Complete("The second try"));
    }

    [Fact]
    public void However_pieces_are_shuffled_doubled_and_lost_the_last_attempt_makes_the_answer()
    {
        var random = new Random(20261124);
        for (var time = 0; time < 500; time++)
        {
            var order = new DeltaOrder();
            var sent = Enumerable.Range(1, random.Next(1, 4)).SelectMany(attempt => Enumerable.Range(0, random.Next(1, 9))
                .Select(index => new ResponseDelta(Guid.Empty, attempt, index, $"{attempt}.{index} "))).ToList();
            var answer = string.Concat(sent.Where(piece => piece.Attempt == sent[^1].Attempt).Select(piece => piece.Text));
            ResponseDelta[] came = [.. sent.Concat(sent).Where(_ => random.Next(5) > 0)];
            random.Shuffle(came);

            List<Delta> heard = [.. came.SelectMany(order.Take)];
            if (order.Complete(answer) is { } rest) heard.Add(rest);

            foreach (var attempt in heard.GroupBy(delta => delta.Attempt))
                Assert.Equal(Enumerable.Range(0, attempt.Count()), attempt.Select(delta => delta.Index));
            var last = heard.Where(delta => delta.Attempt == heard[^1].Attempt);
            Assert.Equal(answer, string.Concat(last.Select(delta => delta.Text)));
        }
    }

    private IReadOnlyList<Delta> Take(long attempt, int index, string text) => _order.Take(new(Guid.Empty, attempt, index, text));
}
