using System.ClientModel.Primitives;

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

/// <summary>Waits as long as a server wants (<c>Retry-After</c>), but not for one that wants longer than an answer may take.</summary>
internal sealed class PatientRetries(ModelOptions options) : ClientRetryPolicy(options.Retries)
{
    protected override async ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception) =>
        await base.ShouldRetryAsync(message, exception) && GetNextDelay(message, tryCount: 1) < options.Timeout;
}
