using System.Threading.Channels;
using SelfServiceAgent.Contracts;

namespace RequestManager.Responses;

/// <summary>The calls of this replica that hear their answers while they are being written.</summary>
internal sealed class ResponseDeltas
{
    private const int MaxQueued = 1024; // for a caller that reads slowly; what is lost beyond that comes with the whole answer

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, List<Listener>> _listening = [];

    /// <summary>Must be called before the request is published, or its first pieces may come too early to be noticed.</summary>
    public Listener Listen(Guid requestId)
    {
        var listener = new Listener(this, requestId);
        lock (_lock)
        {
            if (!_listening.TryGetValue(requestId, out var listeners)) _listening[requestId] = listeners = [];
            listeners.Add(listener);
        }

        return listener;
    }

    public void Tell(ResponseDelta delta)
    {
        lock (_lock)
        {
            foreach (var listener in _listening.GetValueOrDefault(delta.RequestId, [])) listener.Hear(delta);
        }
    }

    private void Forget(Listener listener)
    {
        lock (_lock)
        {
            if (!_listening.TryGetValue(listener.RequestId, out var listeners)) return;
            listeners.Remove(listener);
            if (listeners.Count == 0) _listening.Remove(listener.RequestId);
        }
    }

    /// <summary>One call; forgotten when disposed.</summary>
    internal sealed class Listener(ResponseDeltas deltas, Guid requestId) : IDisposable
    {
        private readonly Channel<ResponseDelta> _heard =
            Channel.CreateBounded<ResponseDelta>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });

        public Guid RequestId => requestId;

        /// <summary>Unordered, as they came; ends with <see cref="End"/>.</summary>
        public ChannelReader<ResponseDelta> Heard => _heard.Reader;

        public void Hear(ResponseDelta delta) => _heard.Writer.TryWrite(delta);

        /// <summary>There will be no more pieces, or nobody wants them.</summary>
        public void End() => _heard.Writer.TryComplete();

        public void Dispose() => deltas.Forget(this);
    }
}
