using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace IntegrationDispatcher.Integrations;

/// <summary>Top level: where people reach the system.</summary>
internal sealed class PublicOptions : IValidatableObject
{
    public const string Section = "";

    /// <summary>The absolute http or https address people reach the front door by, for links in messages; empty: no links.</summary>
    public string PublicBaseUrl { get; set; } = "";

    /// <returns>Null where messages hold no links.</returns>
    public Uri? LinkTo(string path) => PublicBaseUrl.Length == 0 ? null : new Uri($"{PublicBaseUrl.TrimEnd('/')}/{path}");

    /// <summary>A link is the address and a path after it.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicBaseUrl.Length > 0 && !IsBase(PublicBaseUrl))
            yield return new($"{nameof(PublicBaseUrl)} must be an absolute http or https URL without credentials, query and fragment.");
    }

    private static bool IsBase(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && url is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 };
}

[OptionsValidator]
internal sealed partial class PublicOptionsValidator : IValidateOptions<PublicOptions>;
