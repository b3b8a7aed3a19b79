using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using Microsoft.OpenApi;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Reference;

/// <summary>What the reference says of defaults and overrides.</summary>
internal static class PreferenceOperations
{
    private const string Tag = "Preferences";

    private const string Settings = """
        {"enabled":true,"priority":1,"retry_count":5,"retry_delay_seconds":30,"config":{"email_address":"user@company.com","format":"html"}}
        """;

    private const string Stored = """
        {"id":1,"user_id":"john.doe","integration_type":"EMAIL","enabled":true,"priority":1,"retry_count":5,"retry_delay_seconds":30,
         "config":{"email_address":"user@company.com","format":"html"},"created_at":"2026-11-24T12:00:00Z","updated_at":"2026-11-24T12:00:00Z"}
        """;

    private const string NewOverride = """
        {"integration_type":"EMAIL","enabled":true,"config":{"email_address":"user@company.com","format":"html"},"priority":1,"retry_count":5,"retry_delay_seconds":30}
        """;

    private static readonly OpenApiParameter _type =
        ParameterDescriptions.Choice(OverriddenType.RouteKey, ParameterLocation.Path, "The integration; read in any case.", DeliveryTypes.All);

    private static readonly ProblemKind[] _ofPeople = [CommonProblems.ValidationFailed, CommonProblems.Forbidden];

    public static OperationDescription ReadDefaults { get; } = new(
        Tag, "Read the defaults that hold for everyone.", new AnswerDescription(200, "By integration type.", typeof(DefaultsView), $$$"""{"default_integrations":{"EMAIL":{{{Settings}}}}}"""));

    public static OperationDescription ReadEffective { get; } = new(
        Tag,
        "Read a person's overrides and effective configuration.",
        new AnswerDescription(
            200, "What holds for the person.", typeof(EffectiveView),
            $$$"""{"user_id":"john.doe","user_overrides":{"EMAIL":{{{Settings}}}},"effective_configs":{"EMAIL":{{{Settings}}}},"using_integration_defaults":false}"""))
    {
        Problems = _ofPeople,
    };

    public static OperationDescription Reset { get; } = new(Tag, "Remove all of a person's overrides.", Done("The person uses the integration defaults again."))
    {
        Problems = _ofPeople,
    };

    public static OperationDescription Write { get; } = new(Tag, "Make or replace an override.", new AnswerDescription(200, "The override as it is stored.", typeof(OverrideView), Stored))
    {
        Problems = _ofPeople,
        Examples = new Dictionary<string, JsonNode> { ["guide"] = JsonNode.Parse(NewOverride)! },
    };

    public static OperationDescription Change { get; } = new(Tag, "Change parts of an override.", new AnswerDescription(200, "The override as it is stored.", typeof(OverrideView), Stored))
    {
        Problems = [.. _ofPeople, Problems.OverrideNotFound],
        Parameters = [_type],
        Examples = new Dictionary<string, JsonNode> { ["guide"] = JsonNode.Parse("""{"enabled":false,"retry_count":10}""")! },
    };

    public static OperationDescription Remove { get; } = new(Tag, "Remove an override.", Done("The override for EMAIL is removed."))
    {
        Problems = [.. _ofPeople, Problems.OverrideNotFound],
        Parameters = [_type],
    };

    private static AnswerDescription Done(string message) => new(200, "It is done.", typeof(Success), $$"""{"status":"success","message":"{{message}}"}""");
}
