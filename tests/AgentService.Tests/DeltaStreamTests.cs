using AgentService.Turns;
using SelfServiceAgent.Contracts;

namespace AgentService.Tests;

public sealed class DeltaStreamTests
{
    private readonly List<(int Index, string Text)> _published = [];

    [Fact]
    public async Task What_is_said_while_a_piece_is_on_its_way_goes_together_in_the_next()
    {
        var onItsWay = new TaskCompletionSource();
        var arrives = new TaskCompletionSource<bool>();
        using var stream = new DeltaStream(piece =>
        {
            _published.Add(piece);
            onItsWay.TrySetResult();
            return arrives.Task;
        });
        stream.Add("one ");
        await onItsWay.Task;
        stream.Add("two ");
        stream.Add("three");
        stream.Dispose();
        arrives.SetResult(true);
        await stream.Published;

        Assert.Equal([(0, "one "), (1, "two three")], _published);
    }

    [Fact]
    public async Task A_long_text_goes_in_pieces_none_of_which_ends_in_half_a_character()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("🦄", ResponseDelta.MaxLength));
        await PublishAsync(succeeds: true, text[..10], text[10..]); // the cut is in the middle of a unicorn

        Assert.Equal(text, string.Concat(_published.Select(piece => piece.Text)));
        Assert.All(_published, piece => Assert.InRange(piece.Text.Length, 1, ResponseDelta.MaxLength));
        Assert.Equal(Enumerable.Range(0, _published.Count), _published.Select(piece => piece.Index));
    }

    [Fact]
    public async Task After_a_piece_that_did_not_arrive_there_is_no_other()
    {
        await PublishAsync(succeeds: false, new string('x', 3 * ResponseDelta.MaxLength));

        Assert.Single(_published);
    }

    private async Task PublishAsync(bool succeeds, params string[] texts)
    {
        using var stream = new DeltaStream(piece =>
        {
            _published.Add(piece);
            return Task.FromResult(succeeds);
        });
        foreach (var text in texts) stream.Add(text);
        stream.Dispose();
        await stream.Published;
    }
}
