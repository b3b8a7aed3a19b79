using System.ClientModel;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Responses;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Models;

/// <summary>
/// A model behind a server: in time, by the protocol the server speaks, and whole. What goes wrong is one kind of exception that says whether it
/// passes; an answer that breaks off is no answer.
/// </summary>
internal sealed partial class ServerChatClient(string name, ModelServer server, TimeProvider time, ILogger<ServerChatClient> logger) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(server.Provider, server.Address);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var limit = new TimeLimit(server.Timeout, time, cancellationToken);
        try
        {
            var response = await CallAsync((client, complete) => client.GetResponseAsync(all, complete, limit.Token), options, limit.Token);
            if (response.RawRepresentation is ResponseResult { Status: not (null or ResponseStatus.Completed or ResponseStatus.Incomplete) })
                throw new ModelException("The model server could not finish its answer.") { Passes = true };
            return NotFiltered(response.FinishReason) ? response : throw Filtered();
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
        using var limit = new TimeLimit(server.Timeout, time, cancellationToken);
        var isWhole = false;
        var text = new StringBuilder();
        var called = new HashSet<string>(StringComparer.Ordinal);
        await using var updates = await OpenAsync(all, options, limit.Token, cancellationToken);
        for (var more = updates.IsFirst; more; more = await NextAsync(updates, cancellationToken))
        {
            var update = FinalEvent.Complete(updates.Current, text.ToString(), called);
            if (!NotFiltered(update.FinishReason)) throw Filtered();
            isWhole |= update.FinishReason is not null;
            text.Append(update.Text);
            called.UnionWith(update.Contents.OfType<FunctionCallContent>().Select(call => call.CallId));
            yield return update;
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
                async (client, complete) =>
                {
                    var updates = client.GetStreamingResponseAsync(messages, complete, limit).GetAsyncEnumerator(limit);
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
                options,
                limit);
        }
        catch (Exception e) when (Known(e, cancellationToken) is { } known)
        {
            throw known;
        }
    }

    private async Task<bool> NextAsync(Opened updates, CancellationToken cancellationToken)
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

    private async Task<T> CallAsync<T>(Func<IChatClient, ChatOptions, Task<T>> call, ChatOptions? options, CancellationToken cancellationToken)
    {
        var protocol = server.Protocol;
        try
        {
            return await CallByAsync(protocol);
        }
        catch (Exception e) when (protocol == ServerProtocol.Responses && ModelServer.MayLackResponses(e))
        {
            var answer = await CallByAsync(ServerProtocol.ChatCompletions);
            if (server.RememberLackOfResponses()) LogLacksResponses(logger, name);
            return answer;
        }

        async Task<T> CallByAsync(ServerProtocol way)
        {
            try
            {
                return await call(await server.ClientAsync(way, cancellationToken), server.Complete(options, way));
            }
            catch (ClientResultException e) when (e.Status == StatusCodes.Status404NotFound && way == ServerProtocol.ChatCompletions)
            {
                server.ForgetChosenModel();
                throw;
            }
        }
    }

    private static bool NotFiltered(ChatFinishReason? reason) => reason != ChatFinishReason.ContentFilter;

    private static ModelException Filtered() => new("The model server filtered its answer.");

    private ModelException? Known(Exception e, CancellationToken cancellationToken) => e switch
    {
        _ when cancellationToken.IsCancellationRequested => null,
        ModelException => null,
        ClientResultException { Status: 0 } => new("The model server cannot be reached.", e) { Passes = true },
        ClientResultException { Status: var status } refusal => new($"The model server answered {status}.", Bare(e))
        {
            Passes = Passes(status),
            NotBefore = PatientRetries.NotBefore(refusal.GetRawResponse(), time),
        },
        OperationCanceledException or TimeoutException => new("The model server did not answer in time.", e) { Passes = true },
        HttpRequestException or IOException or AggregateException => new("The model server cannot be reached.", e) { Passes = true },
        _ => new("The model server's answer makes no sense.", Bare(e)) { Passes = true },
    };

    private bool Passes(int status) => status is 408 or 425 or 429 or >= 500 || (status == StatusCodes.Status404NotFound && server.ChoosesModel);

    // What a server says of a refusal may repeat what it was asked.
    private static InvalidOperationException Bare(Exception e) => new(e.GetType().Name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "model.lacks_responses {Model}: the server is asked for chat completions, and searches and calls nothing by itself")]
    private static partial void LogLacksResponses(ILogger logger, string model);

    private sealed class Opened(IAsyncEnumerator<ChatResponseUpdate> updates, bool isFirst) : IAsyncDisposable
    {
        public bool IsFirst => isFirst;

        public ChatResponseUpdate Current => updates.Current;

        public ValueTask<bool> MoveNextAsync() => updates.MoveNextAsync();

        public ValueTask DisposeAsync() => updates.DisposeAsync();
    }
}
