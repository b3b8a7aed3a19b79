using System.Text;
using IntegrationDispatcher.Integrations.Webhook;

namespace IntegrationDispatcher.Tests;

public class WebhookSignatureTests
{
    // The examples that the Standard Webhooks libraries and their documentation publish.
    [Theory]
    [InlineData(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(
        "msg_loFOjxBNrRLzqYUf", 1731705121, """{"event_type":"ping","data":{"success":true}}""", "whsec_plJ3nmyCDGBKInavdOK15jsl",
        "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=")]
    public void The_published_examples_come_out(string id, long time, string body, string secret, string signature) =>
        Assert.Equal(signature, Sign(id, time, body, secret));

    [Fact]
    public void Several_secrets_give_several_signatures()
    {
        var both = Sign("id", 1, "{}", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        Assert.Equal(2, both.Split(' ').Length);
        Assert.StartsWith(Sign("id", 1, "{}", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), both, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("whsec_", false)]
    [InlineData("whsec_not base64!", false)]
    public void Only_a_real_secret_is_one(string text, bool isSecret) => Assert.Equal(isSecret, WebhookSignature.IsSecret(text));

    private static string Sign(string id, long time, string body, params string[] secrets) =>
        WebhookSignature.Of(id, DateTimeOffset.FromUnixTimeSeconds(time), Encoding.UTF8.GetBytes(body), secrets);
}
