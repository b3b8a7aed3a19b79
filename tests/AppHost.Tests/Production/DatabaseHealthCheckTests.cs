using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace AppHost.Tests.Production;

public sealed class DatabaseHealthCheckTests
{
    private const string Nobody = "Host=127.0.0.1;Port=1;Username=nobody";

    [Fact]
    public async Task However_many_ask_the_database_is_asked_once_a_second()
    {
        await using var nobody = NpgsqlDataSource.Create(Nobody);
        var clock = new Clock();
        var check = new DatabaseHealthCheck(nobody, clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync(check)));
        clock.Now += TimeSpan.FromMilliseconds(999);
        var remembered = await AskAsync(check);
        clock.Now += TimeSpan.FromMilliseconds(1);
        var fresh = await AskAsync(check);

        // Each time that it is asked, what it does not answer is an exception of its own.
        Assert.All([.. answers, remembered], answer => Assert.Same(answers[0].Exception, answer.Exception));
        Assert.NotSame(answers[0].Exception, fresh.Exception);
        Assert.Equal(HealthStatus.Unhealthy, fresh.Status);
    }

    [Fact]
    public async Task It_has_a_connection_of_its_own()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration[$"ConnectionStrings:{DatabaseExtensions.ConnectionName}"] = $"{Nobody};Minimum Pool Size=5";
        builder.AddServiceDatabase<DbContext>("history");
        await using var app = builder.Build();

        var own = app.Services.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseExtensions.ConnectionName);
        var work = app.Services.GetRequiredService<NpgsqlDataSource>();

        Assert.Equal((0, 1), PoolOf(own));
        Assert.Equal((5, 20), PoolOf(work));
    }

    private static (int Least, int Most) PoolOf(NpgsqlDataSource database)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return (address.MinPoolSize, address.MaxPoolSize);
    }

    private static Task<HealthCheckResult> AskAsync(DatabaseHealthCheck check) =>
        check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    /// <summary>Only what it says the time is: its timers are the machine's.</summary>
    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
