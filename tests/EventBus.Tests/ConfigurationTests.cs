using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace EventBus.Tests;

/// <summary>A wrong configuration does not start, and says which key.</summary>
public sealed class ConfigurationTests
{
    private const string GoodKey = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("ServiceKey", "Authentication:ServiceKey", "too short")]
    [InlineData("Prefetch", "Communication:Prefetch", "0")]
    [InlineData("ConfirmTimeout", "Communication:ConfirmTimeout", "00:00:00")]
    [InlineData("ConnectionStrings:messaging", "ConnectionStrings:messaging", "http://broker")]
    public async Task A_wrong_value_does_not_start(string named, string key, string value)
    {
        using var app = Build(new() { ["ConnectionStrings:messaging"] = "amqp://localhost:1", ["Authentication:ServiceKey"] = GoodKey, [key] = value });
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.True(refused is OptionsValidationException or InvalidOperationException);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_mode_does_not_start()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Build(new() { ["Communication:Mode"] = "carrier-pigeon" }));
        Assert.Contains("Communication:Mode", refused.Message, StringComparison.Ordinal);
    }

    private static WebApplication Build(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.AddEventBus(ServiceNames.AgentService);
        return builder.Build();
    }
}
