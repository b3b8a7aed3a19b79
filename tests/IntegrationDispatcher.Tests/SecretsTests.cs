using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

public class SecretsTests
{
    private const string Stored = """{"url":"https://a.example","auth_token":"t","headers":{"X-Env":"test","X-Api-Key":"k"},"signing_secrets":["one","two"]}""";

    [Fact]
    public void Secrets_are_shown_as_three_stars_and_nothing_else_is() => Assert.Equal(
        """{"url":"https://a.example","auth_token":"***","headers":{"X-Env":"***","X-Api-Key":"***"},"signing_secrets":["***","***"]}""",
        Secrets.Masked(IntegrationType.Webhook, Json(Stored)).ToJsonString());

    [Fact]
    public void What_was_shown_and_sent_back_is_as_it_was()
    {
        var stored = Json(Stored);
        Assert.Equal(Stored, Restored(Secrets.Masked(IntegrationType.Webhook, stored).ToJsonString(), stored, out var errors));
        Assert.False(errors.Any);
    }

    [Fact]
    public void A_new_signing_secret_can_go_before_a_kept_one() =>
        Assert.Equal("""{"signing_secrets":["new","one"]}""", Restored("""{"signing_secrets":["new","***"]}""", Json(Stored), out _));

    [Theory]
    [InlineData("""{"password":"***"}""", "config.password")]
    [InlineData("""{"signing_secrets":["***","***","***"]}""", "config.signing_secrets")]
    [InlineData("""{"headers":{"X-Token":"***"}}""", "config.headers")]
    public void Stars_that_stand_for_nothing_are_refused(string sent, string field)
    {
        Restored(sent, Json(Stored), out var errors);
        Assert.Equal([field], errors.All.Keys);
    }

    private static string Restored(string sent, JsonObject stored, out FieldErrors errors)
    {
        errors = new();
        return Secrets.Restored(errors, IntegrationType.Webhook, Json(sent), stored).ToJsonString();
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
