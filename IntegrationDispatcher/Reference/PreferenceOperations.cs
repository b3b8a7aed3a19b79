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

    private const string Default = """
        {"id":1,"integration_type":"EMAIL","enabled":true,"priority":2,"retry_count":5,"retry_delay_seconds":60,
         "config":{"include_agent_info":true,"format":"html"},"created_at":"2026-11-24T12:00:00Z","updated_at":"2026-11-24T12:00:00Z"}
        """;

    private const string NewOverride = """
        {"integration_type":"EMAIL","enabled":true,"config":{"email_address":"user@company.com","format":"html"},"priority":1,"retry_count":5,"retry_delay_seconds":30}
        """;

    public static readonly OpenApiParameter Type =
        ParameterDescriptions.Choice(OverriddenType.RouteKey, ParameterLocation.Path, "The integration; read in any case.", DeliveryTypes.All);

    private static readonly ProblemKind[] _ofPeople = [CommonProblems.ValidationFailed, CommonProblems.Forbidden];

    public static OperationDescription ReadDefaults { get; } = new(
        Tag, "Read the defaults that hold for everyone.", new AnswerDescription(200, "By integration type.", typeof(DefaultsView), $$$"""{"default_integrations":{"EMAIL":{{{Settings}}}}}"""));

    public static OperationDescription ChangeDefault { get; } = new(
        Tag, "Change parts of a default.", new AnswerDescription(200, "The default as it is stored.", typeof(DefaultView), Default))
    {
        Text = "For administrators. What is left out stays as it is; an integration whose `enabled` nobody has set is enabled where it works.",
        Problems = _ofPeople,
        Parameters = [Type],
        Examples = new Dictionary<string, JsonNode> { ["priority"] = JsonNode.Parse("""{"priority":2,"retry_count":5}""")! },
    };

    public static OperationDescription RemoveDefault { get; } = new(
        Tag, "Return to the built-in default.", Done("The built-in default for EMAIL holds again."))
    {
        Text = "For administrators.",
        Problems = [.. _ofPeople, Problems.DefaultNotFound],
        Parameters = [Type],
    };

    public static OperationDescription ReadTypes { get; } = new(
        Tag,
        "Read which ways out there are, whether they work, and what their config may hold.",
        new AnswerDescription(
            200, "All of them.", typeof(IReadOnlyList<TypeView>),
            """
            [{"integration_type":"SMS","configured":true,"health":"HEALTHY","reason":null,"config_schema":{
              "$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,
              "properties":{"phone_number":{"type":"string","pattern":"^\\+[1-9][0-9]{6,14}$"}}}}]
            """));

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
        Parameters = [Type],
        Examples = new Dictionary<string, JsonNode> { ["guide"] = JsonNode.Parse("""{"enabled":false,"retry_count":10}""")! },
    };

    public static OperationDescription Remove { get; } = new(Tag, "Remove an override.", Done("The override for EMAIL is removed."))
    {
        Problems = [.. _ofPeople, Problems.OverrideNotFound],
        Parameters = [Type],
    };

    private static AnswerDescription Done(string message) => new(200, "It is done.", typeof(Success), $$"""{"status":"success","message":"{{message}}"}""");
}
