using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using RequestManager.Callers;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Reference;

/// <summary>The credentials there are, and which of them each policy takes.</summary>
internal sealed class CredentialSchemes(IOptions<AuthenticationOptions> options)
{
    private const string Person = "person", Tool = "tool", SignatureOfSlack = "slack_signature", TimeOfSlack = "slack_timestamp";

    private static readonly Dictionary<string, IOpenApiSecurityScheme> _all = new()
    {
        [Person] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A JWT of a configured issuer, or a person's API key.",
        },
        [Tool] = InHeader(ToolKeyAuthentication.Header, "A tool's API key."),
        [SignatureOfSlack] = InHeader(SlackSignature.Header, "`v0=` and the HMAC-SHA256 of `v0:TIMESTAMP:BODY`, as Slack signs."),
        [TimeOfSlack] = InHeader(SlackSignature.TimestampHeader, "The signature's time, in seconds since 1970; at most five minutes off."),
    };

    public static void PutOn(OpenApiDocument document)
    {
        foreach (var (name, scheme) in _all) document.AddComponent(name, scheme);
    }

    /// <param name="policy">One of <see cref="CallersExtensions"/>.</param>
    /// <returns>The alternatives; an empty one where no credential is needed.</returns>
    public IList<OpenApiSecurityRequirement> Of(string policy, OpenApiDocument document)
    {
        string[][] alternatives = policy switch
        {
            CallersExtensions.People or CallersExtensions.Admins => [[Person]],
            CallersExtensions.Tools => [[Tool]],
            CallersExtensions.Slack => [[SignatureOfSlack, TimeOfSlack]],
            CallersExtensions.PeopleOrAnyone => [[Person], .. Nothing(options.Value.DangerousAllowAnonymousGeneric)],
            CallersExtensions.Readers => [[Person], [Tool], .. Nothing(options.Value.DangerousAllowAnonymousGeneric)],
            CallersExtensions.Managers => [[Person], .. Nothing(options.Value.DangerousAllowAnonymousManagement)],
            _ => throw new ArgumentException($"What {policy} takes is not described.", nameof(policy)),
        };
        return [.. alternatives.Select(names => All(names, document))];
    }

    /// <summary>What a policy takes, and a tool's key besides.</summary>
    public IList<OpenApiSecurityRequirement> OfToolsToo(string policy, OpenApiDocument document) => [All([Tool], document), .. Of(policy, document)];

    private static string[][] Nothing(bool isEnough) => isEnough ? [[]] : [];

    private static OpenApiSecurityRequirement All(string[] names, OpenApiDocument document)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var name in names) requirement.Add(new(name, document), []);
        return requirement;
    }

    private static OpenApiSecurityScheme InHeader(string header, string text) =>
        new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = header, Description = text };
}
