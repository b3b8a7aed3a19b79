using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

public class ConfigRulesTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData(IntegrationType.Slack, """{"channel_id":"C1","thread_replies":true,"user_email":"a@b.example"}""")]
    [InlineData(IntegrationType.Email, """{"email_address":"john.doe@company.com","format":"html","include_signature":false}""")]
    [InlineData(IntegrationType.Sms, """{"phone_number":"+14155550100"}""")]
    [InlineData(IntegrationType.Test, """{"fail":"transient","origins":["web","CLI"],"backoff":"exponential"}""")]
    [InlineData(IntegrationType.Webhook, """{"url":"https://example.com/a?b=c","method":"PUT","headers":{"X-Env":"test"},"timeout_seconds":300}""")]
    [InlineData(IntegrationType.Webhook, """{"url":"http://[2606:4700::1111]:8080/","auth_type":"basic","username":"u","password":"p:w"}""")]
    [InlineData(IntegrationType.Webhook, $$"""{"signing_secrets":["{{Secret}}"],"auth_type":"api_key","api_key":"k","api_key_header":"X-Key"}""")]
    public void A_right_config_is_accepted(IntegrationType type, string config) => Assert.Empty(Errors(type, config));

    [Theory]
    [InlineData(IntegrationType.Email, """{"email_address":"john\r\nBcc: x@y.z"}""", "config.email_address")]
    [InlineData(IntegrationType.Email, """{"format":"pdf"}""", "config.format")]
    [InlineData(IntegrationType.Sms, """{"phone_number":"4155550100"}""", "config.phone_number")]
    [InlineData(IntegrationType.Slack, """{"mention_user":"yes"}""", "config.mention_user")]
    [InlineData(IntegrationType.Test, """{"origins":["MARS"]}""", "config.origins")]
    [InlineData(IntegrationType.Test, """{"origins":[]}""", "config.origins")]
    [InlineData(IntegrationType.Test, """{"backoff":"never"}""", "config.backoff")]
    [InlineData(IntegrationType.Webhook, """{"url":"/relative"}""", "config.url")]
    [InlineData(IntegrationType.Webhook, """{"url":"file:///etc/passwd"}""", "config.url")]
    [InlineData(IntegrationType.Webhook, """{"url":"https://user:pass@example.com"}""", "config.url")]
    [InlineData(IntegrationType.Webhook, """{"url":null}""", "config.url")]
    [InlineData(IntegrationType.Webhook, """{"method":"GET"}""", "config.method")]
    [InlineData(IntegrationType.Webhook, """{"timeout_seconds":301}""", "config.timeout_seconds")]
    [InlineData(IntegrationType.Webhook, """{"timeout_seconds":1.5}""", "config.timeout_seconds")]
    [InlineData(IntegrationType.Webhook, """{"headers":{"X-A":"b\r\nX-C: d"}}""", "config.headers")]
    [InlineData(IntegrationType.Webhook, """{"headers":{"Webhook-Id":"x"}}""", "config.headers")]
    [InlineData(IntegrationType.Webhook, """{"headers":{"Host":"x"}}""", "config.headers")]
    [InlineData(IntegrationType.Webhook, """{"headers":{"content-length":"0"}}""", "config.headers")]
    [InlineData(IntegrationType.Webhook, """{"headers":{"X A":"x"}}""", "config.headers")]
    [InlineData(IntegrationType.Webhook, """{"auth_type":"bearer"}""", "config.auth_token")]
    [InlineData(IntegrationType.Webhook, """{"auth_type":"bearer","auth_token":"t","headers":{"Authorization":"x"}}""", "config.headers")]
    [InlineData(IntegrationType.Webhook, """{"auth_type":"basic","username":"a:b","password":"p"}""", "config.username")]
    [InlineData(IntegrationType.Webhook, """{"signing_secrets":["whsec_short"]}""", "config.signing_secrets")]
    [InlineData(IntegrationType.Webhook, """{"signing_secrets":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}""", "config.signing_secrets")]
    public void A_wrong_value_is_named(IntegrationType type, string config, string field) => Assert.Equal([field], Errors(type, config).Keys);

    [Fact]
    public void An_unknown_key_is_refused_with_the_list_of_known_ones() =>
        Assert.Contains("fail, origins, backoff", Errors(IntegrationType.Test, """{"colour":1}""")["config.colour"].Single(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"channel_id":"a\u0000b"}""")]
    [InlineData("""{"channel_id":"\ud800"}""")]
    [InlineData("""{"channel_id":"a","channel_id":"b"}""")]
    public void What_the_database_cannot_store_is_refused(string config) => Assert.Contains("config", Errors(IntegrationType.Slack, config).Keys);

    [Fact]
    public void Values_from_configuration_files_become_what_their_keys_expect() => Assert.Equal(
        """{"thread_replies":true,"channel_id":"42","origins":["WEB","CLI"]}""",
        ConfigRules.FromText(
            IntegrationType.Slack, new Dictionary<string, string> { ["thread_replies"] = "True", ["channel_id"] = "42", ["origins"] = "WEB, CLI" }).ToJsonString());

    private static IReadOnlyDictionary<string, string[]> Errors(IntegrationType type, string config)
    {
        var errors = new FieldErrors();
        ConfigRules.Check(errors, type, JsonNode.Parse(config)!.AsObject());
        return errors.All;
    }
}
