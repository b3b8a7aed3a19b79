using Microsoft.Extensions.Options;
using RequestManager.Requests;
using RequestManager.Storage;

namespace RequestManager.Tests;

public sealed class RequestRetentionTests
{
    private static readonly RequestRetentionOptionsValidator _validator = new();

    [Theory]
    [InlineData("00:00:00", true)] // for ever
    [InlineData("2.00:00:00", true)]
    [InlineData("3650.00:00:00", true)]
    [InlineData("1.23:59:59", false)]
    [InlineData("-1.00:00:00", false)]
    [InlineData("3651.00:00:00", false)]
    public void Rows_are_kept_for_ever_or_two_days_at_least(string time, bool isRight) =>
        Assert.Equal(isRight, _validator.Validate(null, new() { Requests = TimeSpan.Parse(time, null) }).Succeeded);

    [Fact]
    public void What_all_services_share_is_checked_too() =>
        Assert.False(_validator.Validate(null, new() { Interval = TimeSpan.Zero }).Succeeded);

    [Theory]
    [InlineData(0, true)]
    [InlineData(10, true)]
    [InlineData(9, false)]
    public void A_request_outlives_its_idempotency_key(int days, bool isRight)
    {
        var outlived = new IdempotencyOutlived(Options.Create(new RequestOptions { IdempotencyLifetime = TimeSpan.FromDays(10) }));

        Assert.Equal(isRight, outlived.Validate(null, new() { Requests = TimeSpan.FromDays(days) }).Succeeded);
    }
}
