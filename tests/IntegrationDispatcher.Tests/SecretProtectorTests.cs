using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using Microsoft.AspNetCore.DataProtection;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public class SecretProtectorTests
{
    private const string Config = """
        {"url":"https://example.com","auth_type":"bearer","auth_token":"open-sesame","headers":{"X-A":"in-a-header"},
         "signing_secrets":["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","whsec_second"]}
        """;

    private readonly SecretProtector _secrets = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void What_is_stored_holds_no_secret_and_what_is_read_is_what_was_stored()
    {
        var config = JsonNode.Parse(Config)!.AsObject();
        var stored = _secrets.Protected(IntegrationType.Webhook, config);

        Assert.All(["open-sesame", "in-a-header", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_second"], secret => Assert.DoesNotContain(secret, stored.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal("https://example.com", (string?)stored["url"]);
        Assert.Equal(config.ToJsonString(), _secrets.Revealed(IntegrationType.Webhook, stored).ToJsonString());
    }

    [Fact]
    public void What_was_stored_before_secrets_were_protected_is_taken_as_it_is() =>
        Assert.Equal("old", (string?)_secrets.Revealed(IntegrationType.Webhook, new() { ["auth_token"] = "old" })["auth_token"]);

    [Fact]
    public void A_secret_that_looks_protected_is_kept_as_it_was_given()
    {
        var stored = _secrets.Protected(IntegrationType.Webhook, new() { ["auth_token"] = "protected:mine" });

        Assert.Equal("protected:mine", (string?)_secrets.Revealed(IntegrationType.Webhook, stored)["auth_token"]);
    }

    [Fact]
    public void Without_the_key_it_cannot_be_read()
    {
        var stored = new SecretProtector(new EphemeralDataProtectionProvider()).Protected(IntegrationType.Webhook, new() { ["auth_token"] = "t" });

        Assert.Throws<CryptographicException>(() => _secrets.Revealed(IntegrationType.Webhook, stored));
    }
}
