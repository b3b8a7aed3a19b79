using AgentService.Agents;
using AgentService.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
    [InlineData("--Model:Timeout=00:00:00", "Timeout")]
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

    [Fact]
    public async Task The_echo_says_back_what_was_said()
    {
        using var host = Build("--Model:Provider=echo");

        var model = host.Services.GetRequiredService<ModelDirectory>()[ModelDirectory.Default].Client;
        var response = await model.GetResponseAsync("ping", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("echo: ping", "echo"), (response.Text, response.ModelId));
    }

    private static IHost Build(params string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddAgents();
        return builder.Build();
    }
}
