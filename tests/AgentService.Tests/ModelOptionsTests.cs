using AgentService.Agents;
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

        Assert.Contains("Model:Provider must be embedded or echo", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
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

    [Fact]
    public async Task The_echo_says_back_what_was_said()
    {
        using var host = Build("--Model:Provider=echo");

        var model = host.Services.GetRequiredService<IChatClient>();
        var response = await model.GetResponseAsync("ping", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("echo: ping", "echo"), (response.Text, response.ModelId));
    }

    private static IHost Build(string setting)
    {
        var builder = Host.CreateApplicationBuilder([setting]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddAgents();
        return builder.Build();
    }
}
