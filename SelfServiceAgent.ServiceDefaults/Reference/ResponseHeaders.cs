using Microsoft.OpenApi;

namespace SelfServiceAgent.ServiceDefaults.Reference;

/// <summary>Every response header the reference speaks of.</summary>
public static class ResponseHeaders
{
    public const string Location = "Location";
    public const string PreferenceApplied = "Preference-Applied";
    public const string RetryAfter = "Retry-After";
    public const string TotalCount = Page.TotalHeader;
    public const string WwwAuthenticate = "WWW-Authenticate";

    private static readonly Dictionary<string, (string Text, JsonSchemaType Type)> _known = new()
    {
        [Location] = ("Where the result can be fetched.", JsonSchemaType.String),
        [PreferenceApplied] = ("`respond-async` when the call asked for it (RFC 7240).", JsonSchemaType.String),
        [RetryAfter] = ("Seconds after which trying again makes sense.", JsonSchemaType.Integer),
        [TotalCount] = ("How many there are in all.", JsonSchemaType.Integer),
        [WwwAuthenticate] = ("`Bearer`, with `error=\"invalid_token\"` after a wrong credential (RFC 6750).", JsonSchemaType.String),
    };

    public static IDictionary<string, IOpenApiHeader> Of(IEnumerable<string> names) => names.ToDictionary(
        name => name,
        IOpenApiHeader (name) => new OpenApiHeader { Description = _known[name].Text, Schema = new OpenApiSchema { Type = _known[name].Type } });
}
