using RequestManager.Responses;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;

namespace RequestManager.Tests;

public sealed class ResponseWaitersTests
{
    private readonly ResponseWaiters _waiters = new();
    private readonly Answer _answer = new(Guid.NewGuid(), Guid.NewGuid(), RequestStatus.Completed, "agent", "Hi", 1, new(null, false, [], TokenUsage.None));

    [Fact]
    public async Task All_who_wait_for_one_answer_get_it_even_when_one_has_given_up()
    {
        using var first = _waiters.Expect(_answer.RequestId);
        _waiters.Expect(_answer.RequestId).Dispose();
        using var third = _waiters.Expect(_answer.RequestId);

        _waiters.Wake(_answer);

        Assert.Equal(_answer, await WaitAsync(first));
        Assert.Equal(_answer, await WaitAsync(third));
    }

    [Fact]
    public void Nobody_is_waiting_once_all_have_gone()
    {
        _waiters.Expect(_answer.RequestId).Dispose();

        Assert.Empty(_waiters.Waiting);
    }

    private static Task<Answer?> WaitAsync(ResponseWaiters.Waiter waiter) =>
        waiter.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
}
