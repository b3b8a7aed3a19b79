using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using static IntegrationDispatcher.Tests.People;

namespace IntegrationDispatcher.Tests;

public class AddressesTests
{
    [Theory]
    [InlineData("""{"email_address":"own@company.com"}""", "john@company.com", """{"user_email":"vouched@company.com"}""", "own@company.com")]
    [InlineData("{}", "john@company.com", """{"user_email":"vouched@company.com"}""", "vouched@company.com")]
    [InlineData("{}", "john@company.com", """{"user_email":"not an address"}""", "john@company.com")]
    [InlineData("{}", "john@company.com", "{}", "john@company.com")]
    [InlineData("{}", "john.doe", "{}", null)]
    public void A_mail_goes_to_the_override_the_verified_address_or_an_id_that_is_one(string config, string userId, string context, string? address) =>
        Assert.Equal(address, (string?)Laid(IntegrationType.Email, config, From(userId, IntegrationType.Web, context))["email_address"]);

    [Theory]
    [InlineData("""{"channel_id":"C1"}""", null)]
    [InlineData("""{"slack_user_id":"U1"}""", null)]
    [InlineData("""{"user_email":"own@company.com"}""", "own@company.com")]
    [InlineData("{}", "john@company.com")]
    public void Slack_is_given_an_address_only_where_nothing_else_names_a_target(string config, string? address) =>
        Assert.Equal(address, (string?)Laid(IntegrationType.Slack, config, From("john@company.com", IntegrationType.Web, "{}"))["user_email"]);

    [Fact]
    public void An_answer_to_slack_goes_where_it_came_from_whatever_the_override_says()
    {
        var config = Laid(
            IntegrationType.Slack,
            """{"channel_id":"C-own","user_email":"own@company.com","mention_user":true}""",
            From("john@company.com", IntegrationType.Slack, """{"channel_id":"C1","thread_id":"1.2","slack_user_id":"U1","slack_team_id":"T1"}"""));

        Assert.Equal("""{"mention_user":true,"channel_id":"C1","thread_id":"1.2","slack_user_id":"U1"}""", config.ToJsonString());
    }

    private static Recipient From(string userId, IntegrationType origin, string context) => new(userId, origin, JsonNode.Parse(context)!.AsObject());

    private static JsonObject Laid(IntegrationType type, string config, Recipient recipient) => Addresses.Laid(type, Settings(config), recipient).Config;
}
