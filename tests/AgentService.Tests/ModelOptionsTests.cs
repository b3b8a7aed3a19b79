using System.Collections.Concurrent;
using AgentService.Agents;
using AgentService.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentService.Tests;

public sealed class ModelOptionsTests
{
    [Fact]
    public void An_unknown_provider_does_not_start_and_the_message_says_which_there_are()
    {
        using var host = Build("--Model:Provider=oracle");

        var failure = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Model:Provider must be one of embedded, echo, llama-stack, openai", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Models:slow:Provider=oracle", "Models:slow:Provider")]
    [InlineData("--Models:slow:Provider=openai", "Models:slow:BaseUrl")]
    [InlineData("--Model:Timeout=00:00:00", "Model.Timeout")]
    [InlineData("--Models:slow:Retries=6", "Models:slow.Retries")]
    [InlineData("--Models:slow:VectorStores:0=vs_it", "Models:slow:VectorStores")]
    [InlineData("--Model:EchoDelay=-00:00:01", "EchoDelay")]
    [InlineData("--Knowledge:MinimumScore=2", "MinimumScore")]
    [InlineData("--Knowledge:MaxPassages=0", "MaxPassages")]
    [InlineData("--Agents:MaxConcurrentTurns=0", "MaxConcurrentTurns")]
    public void A_value_out_of_range_does_not_start(string setting, string key)
    {
        using var host = Build(setting);

        var failure = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://models.example/v1")]
    [InlineData("https://name:word@models.example/v1")]
    [InlineData("models.example")]
    public void A_server_is_reached_safely_or_not_at_all(string url)
    {
        using var host = Build("--Model:Provider=openai", $"--Model:BaseUrl={url}");

        var failure = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Model:BaseUrl", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Model:ApiKey=one\ntwo", "Model:ApiKey")]
    [InlineData("--Model:Headers:x-tenant=one\ntwo", "Model:Headers:x-tenant")]
    [InlineData("--Model:Headers:x tenant=it", "Model:Headers:x tenant")]
    [InlineData("--Model:McpServers:cmdb:Url=http://cmdb.example.com/mcp", "Model:McpServers:cmdb:Url")]
    [InlineData("--Model:McpServers:cmdb:Url=https://cmdb.example.com/mcp", "Model:McpServers:cmdb:AllowedTools")]
    public void What_a_server_is_sent_or_may_call_is_checked_at_the_start(string setting, string key)
    {
        using var host = Build("--Model:Provider=llama-stack", "--Model:BaseUrl=http://127.0.0.1:8321/v1", setting);

        var failure = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_elsewhere_may_be_reached_in_clear_by_whoever_says_so()
    {
        using var host = Build("--Model:Provider=openai", "--Model:BaseUrl=http://models.example/v1", "--Model:DangerousAllowHttp=true");

        host.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public async Task A_key_is_in_no_log_line()
    {
        await using var server = await ModelFarSide.StartAsync();
        server.With(Enumerable.Repeat(ModelFarSide.Status(401), 2));
        var lines = new ConcurrentQueue<string>();
        using var host = Build(
            builder => builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(lines)),
            "--Models:served:Provider=llama-stack", $"--Models:served:BaseUrl={server.BaseUrl}", $"--Models:served:ApiKey={ModelFarSide.Key}");

        var model = host.Services.GetRequiredService<ModelDirectory>()["served"].Client;
        var failure = await Assert.ThrowsAsync<ModelException>(() => model.GetResponseAsync("ping", cancellationToken: TestContext.Current.CancellationToken));
        lines.Enqueue(failure.ToString());

        Assert.Equal($"Bearer {ModelFarSide.Key}", server.Asked.Last().Headers.Authorization.ToString());
        Assert.All(lines, line => Assert.DoesNotContain(ModelFarSide.Key, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_echo_says_back_what_was_said()
    {
        using var host = Build("--Model:Provider=echo");

        var model = host.Services.GetRequiredService<ModelDirectory>()[ModelDirectory.Default].Client;
        var response = await model.GetResponseAsync("ping", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("echo: ping", "echo"), (response.Text, response.ModelId));
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    public async Task Each_call_that_an_answer_takes_is_counted_once(bool streams, int calls)
    {
        await using var server = await ModelFarSide.StartAsync();
        server.Exchanges.Calls = calls > 1 ? "laptops_find" : null;
        using var host = Build("--Models:served:Provider=openai", $"--Models:served:BaseUrl={server.BaseUrl}");
        var model = host.Services.GetRequiredService<ModelDirectory>()["served"].Client;
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "Latitude 7420", "laptops_find")] };

        var response = streams
            ? await model.GetStreamingResponseAsync("Where is it?", options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
            : await model.GetResponseAsync("Where is it?", options, TestContext.Current.CancellationToken);

        Assert.Equal(("It is there.", calls, 7 * calls), (response.Text, CountedCalls.In(response.Usage), response.Usage!.OutputTokenCount));
    }

    private static IHost Build(params string[] settings) => Build(_ => { }, settings);

    private static IHost Build(Action<HostApplicationBuilder> configure, params string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(settings);
        configure(builder);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddAgents();
        return builder.Build();
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
