using System.Collections.Concurrent;

namespace RequestManager.Responses;

/// <summary>The calls of this replica that wait for an answer.</summary>
internal sealed class ResponseWaiters
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<Answer>> _waiting = new();

    public IReadOnlyCollection<Guid> Waiting => [.. _waiting.Keys];

    /// <summary>Must be called before the request is published, or its answer may come too early to be noticed.</summary>
    public Waiter Expect(Guid requestId) => new(this, requestId, _waiting.GetOrAdd(requestId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)));

    /// <summary>Only for answers that are stored: a GET after this answer must never say pending.</summary>
    public void Wake(Answer answer)
    {
        if (_waiting.TryGetValue(answer.RequestId, out var waiter)) waiter.TrySetResult(answer);
    }

    /// <summary>One call's wait; forgotten when disposed.</summary>
    internal readonly struct Waiter(ResponseWaiters waiters, Guid requestId, TaskCompletionSource<Answer> source) : IDisposable
    {
        /// <returns>Null when no answer came in time, or the service is stopping.</returns>
        public async Task<Answer?> WaitAsync(TimeSpan patience, TimeProvider clock, CancellationToken stopping)
        {
            var answer = source.Task;
            await ((Task)answer).WaitAsync(patience, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return answer.IsCompletedSuccessfully ? await answer : null;
        }

        public void Dispose() => waiters._waiting.TryRemove(requestId, out _);
    }
}
