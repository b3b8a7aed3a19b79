using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RequestManager.Limits;
using RequestManager.Requests;

namespace RequestManager.Tests;

public sealed class LimiterTests
{
    private static readonly IOptions<RequestOptions> _options = Options.Create(new RequestOptions
    {
        RateLimit = new() { PerSecond = 1, Burst = 3 },
        AddressRateLimit = new() { PerSecond = 1, Burst = 150 },
    });

    [Fact]
    public void A_caller_may_ask_as_often_as_its_bucket_holds_tokens()
    {
        using var callers = new CallerLimiter(_options);

        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(callers.Admits("jane", out var _)));
        Assert.False(callers.Admits("jane", out var after));
        Assert.True(after > TimeSpan.Zero);
        Assert.True(callers.Admits("john", out _));
    }

    [Fact]
    public void What_a_caller_used_elsewhere_counts_here()
    {
        using var callers = new CallerLimiter(_options);

        callers.Charge("jane", 2);
        Assert.True(callers.Admits("jane", out _));
        Assert.False(callers.Admits("jane", out _));
        callers.Charge("john", 100);
        Assert.False(callers.Admits("john", out _));
    }

    [Fact]
    public async Task What_a_caller_used_elsewhere_and_has_not_here_is_owed()
    {
        using var callers = new CallerLimiter(_options);
        callers.Charge("jane", 3); // all there is
        callers.Charge("john", 6); // and as much again

        while (!callers.Admits("jane", out _)) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.False(callers.Admits("john", out _));
    }

    [Fact]
    public void A_wrong_credential_costs_its_address_a_hundred_calls()
    {
        using var addresses = new AddressLimiter(_options);

        addresses.Charge(From("192.0.2.1"));
        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(addresses.Admits(From("192.0.2.1"))));
        Assert.False(addresses.Admits(From("192.0.2.1")));
        Assert.True(addresses.Admits(From("192.0.2.2")));
    }

    [Theory]
    [InlineData("/health", 200)]
    [InlineData("/alive", 200)]
    [InlineData("/api/v1/requests", 429)]
    [InlineData("/healthy", 429)]
    public async Task Who_has_used_up_an_address_takes_nothing_out_of_service(string path, int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(_options);
        builder.Services.AddSingleton<AddressLimiter>();
        await using var app = builder.Build();
        app.UseAddressLimit();
        app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return Task.CompletedTask;
        });
        var addresses = app.Services.GetRequiredService<AddressLimiter>();
        addresses.Charge(From("192.0.2.1")); // what it has
        addresses.Charge(From("192.0.2.1")); // and what is left

        var call = From("192.0.2.1");
        call.RequestServices = app.Services;
        call.Request.Path = path;
        await ((IApplicationBuilder)app).Build()(call);

        Assert.Equal(status, call.Response.StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void An_address_is_the_network_one_person_has(string address, string network) => Assert.Equal(network, AddressLimiter.AddressOf(From(address)));

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
}
