namespace RequestManager.Responses;

/// <summary>The calls of this replica that wait for an answer; several may wait for the same one.</summary>
internal sealed class ResponseWaiters
{
    private readonly Dictionary<Guid, Expected> _expected = [];
    private readonly Lock _lock = new();

    public IReadOnlyCollection<Guid> Waiting
    {
        get
        {
            lock (_lock) return [.. _expected.Keys];
        }
    }

    /// <summary>Must be called before the request is published, or its answer may come too early to be noticed.</summary>
    public Waiter Expect(Guid requestId)
    {
        lock (_lock)
        {
            if (!_expected.TryGetValue(requestId, out var expected)) _expected[requestId] = expected = new();
            expected.Waiters++;
            return new(this, requestId, expected.Answer);
        }
    }

    /// <summary>Only for answers that are stored: a GET after this answer must never say pending.</summary>
    public void Wake(Answer answer)
    {
        lock (_lock)
        {
            if (_expected.TryGetValue(answer.RequestId, out var expected)) expected.Answer.TrySetResult(answer);
        }
    }

    private void Forget(Guid requestId)
    {
        lock (_lock)
        {
            if (--_expected[requestId].Waiters == 0) _expected.Remove(requestId);
        }
    }

    private sealed class Expected
    {
        public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiters { get; set; }
    }

    /// <summary>One call's wait; forgotten when disposed, which must happen once.</summary>
    internal readonly struct Waiter(ResponseWaiters waiters, Guid requestId, TaskCompletionSource<Answer> source) : IDisposable
    {
        /// <returns>Null when no answer came in time, or the service is stopping.</returns>
        public async Task<Answer?> WaitAsync(TimeSpan patience, TimeProvider clock, CancellationToken stopping)
        {
            var answer = source.Task;
            await ((Task)answer).WaitAsync(patience, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return answer.IsCompletedSuccessfully ? await answer : null;
        }

        public void Dispose() => waiters.Forget(requestId);
    }
}
