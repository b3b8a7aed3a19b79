using System.ClientModel.Primitives;
using System.Net.Http.Headers;

namespace AgentService.Models;

/// <summary>What every call to a model server carries: the key as a bearer token, where there is one, and the configured headers.</summary>
internal sealed class CallHeaders(ModelOptions options) : AuthenticationPolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Set(message);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Set(message);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private void Set(PipelineMessage message)
    {
        if (!string.IsNullOrEmpty(options.ApiKey)) message.Request.Headers.Set("Authorization", $"Bearer {options.ApiKey}");
        foreach (var (name, value) in options.Headers) message.Request.Headers.Set(name, value);
    }
}

/// <summary>
/// Waits as long as a server wants (<c>Retry-After</c>), but not for one that wants longer than is left of the time for an answer. Of one call only.
/// </summary>
internal sealed class PatientRetries(ModelOptions options, TimeProvider clock) : ClientRetryPolicy(options.Retries)
{
    private readonly long _begun = clock.GetTimestamp();

    /// <returns>When the server wants to be asked again; null when it does not say.</returns>
    public static DateTimeOffset? NotBefore(PipelineResponse? response, TimeProvider clock) =>
        response?.Headers.TryGetValue("Retry-After", out var text) == true && RetryConditionHeaderValue.TryParse(text, out var wanted)
            ? wanted.Date ?? clock.GetUtcNow() + wanted.Delta
            : null;

    protected override async ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception) =>
        await base.ShouldRetryAsync(message, exception) && GetNextDelay(message, tryCount: 1) < options.Timeout - clock.GetElapsedTime(_begun);

    protected override Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, clock, cancellationToken);
}
