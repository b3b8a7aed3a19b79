using System.ClientModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentService.Models;

/// <summary>
/// A model behind a server: in time, by the protocol the server speaks, and whole. What goes wrong is one kind of exception that says whether it
/// passes; an answer that breaks off is no answer.
/// </summary>
internal sealed class ServerChatClient(ModelServer server, TimeProvider time) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(server.Provider, server.Address);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var limit = new Limit(server.Timeout, time, cancellationToken);
        try
        {
            var response = await CallAsync(client => client.GetResponseAsync(all, Configured(options), limit.Token), limit.Token);
            return response.FinishReason == ChatFinishReason.ContentFilter ? throw new ModelException("The model server filtered its answer.") : response;
        }
        catch (Exception e) when (Known(e, cancellationToken) is { } known)
        {
            throw known;
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var all = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var limit = new Limit(server.Timeout, time, cancellationToken);
        var isWhole = false;
        await using var updates = await OpenAsync(all, options, limit.Token, cancellationToken);
        for (var more = updates.IsFirst; more; more = await NextAsync(updates, cancellationToken))
        {
            isWhole |= updates.Current.FinishReason is not null;
            yield return updates.Current;
        }

        if (!isWhole) throw new ModelException("The model server's answer broke off.") { Passes = true };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        return serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() => server.Dispose();

    // What is wrong with the protocol shows at the first update.
    private async Task<Opened> OpenAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken limit, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(
                async client =>
                {
                    var updates = client.GetStreamingResponseAsync(messages, Configured(options), limit).GetAsyncEnumerator(limit);
                    try
                    {
                        return new Opened(updates, await updates.MoveNextAsync());
                    }
                    catch
                    {
                        await updates.DisposeAsync();
                        throw;
                    }
                },
                limit);
        }
        catch (Exception e) when (Known(e, cancellationToken) is { } known)
        {
            throw known;
        }
    }

    private static async Task<bool> NextAsync(Opened updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception e) when (Known(e, cancellationToken) is { } known)
        {
            throw known;
        }
    }

    private async Task<T> CallAsync<T>(Func<IChatClient, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(await server.ClientAsync(cancellationToken));
        }
        catch (Exception e) when (server.FallsBack(e))
        {
            return await call(await server.ClientAsync(cancellationToken));
        }
    }

    private ChatOptions Configured(ChatOptions? options)
    {
        var configured = options?.Clone() ?? new();
        configured.MaxOutputTokens ??= server.MaxOutputTokens;
        if (server.SpeaksResponses && server.Tools.Count > 0) configured.Tools = [.. configured.Tools ?? [], .. server.Tools];
        return configured;
    }

    private static ModelException? Known(Exception e, CancellationToken cancellationToken) => e switch
    {
        _ when cancellationToken.IsCancellationRequested => null,
        ClientResultException { Status: 0 } => new("The model server cannot be reached.", e) { Passes = true },
        ClientResultException { Status: var status } => new($"The model server answered {status}.", Bare(e)) { Passes = status is 408 or 425 or 429 or >= 500 },
        OperationCanceledException or TimeoutException => new("The model server did not answer in time.", e) { Passes = true },
        HttpRequestException or IOException or AggregateException => new("The model server cannot be reached.", e) { Passes = true },
        JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException => new("The model server's answer makes no sense.") { Passes = true },
        _ => null,
    };

    // What a server says of a refusal may repeat what it was asked.
    private static InvalidOperationException Bare(Exception e) => new(e.GetType().Name);

    private sealed class Opened(IAsyncEnumerator<ChatResponseUpdate> updates, bool isFirst) : IAsyncDisposable
    {
        public bool IsFirst => isFirst;

        public ChatResponseUpdate Current => updates.Current;

        public ValueTask<bool> MoveNextAsync() => updates.MoveNextAsync();

        public ValueTask DisposeAsync() => updates.DisposeAsync();
    }

    private sealed class Limit : IDisposable
    {
        private readonly CancellationTokenSource _timeout;
        private readonly CancellationTokenSource _either;

        public Limit(TimeSpan after, TimeProvider time, CancellationToken cancellationToken)
        {
            _timeout = new(after, time);
            _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timeout.Token);
        }

        public CancellationToken Token => _either.Token;

        public void Dispose()
        {
            _either.Dispose();
            _timeout.Dispose();
        }
    }
}
