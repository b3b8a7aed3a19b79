using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.EventBus;

/// <summary>Section <c>Authentication</c>: the secret by which our services know each other.</summary>
public sealed class ServiceKeyOptions
{
    public const string Section = "Authentication";

    private const string Key = $"{Section}:{nameof(ServiceKey)}";

    /// <summary>Shared by all three services; at least 32 characters. The AppHost generates it.</summary>
    [Required(ErrorMessage = $"{Key} is missing."), MinLength(32, ErrorMessage = $"{Key} must have 32 characters at least.")]
    public string ServiceKey { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class ServiceKeyOptionsValidator : IValidateOptions<ServiceKeyOptions>;

/// <summary>Tells whether a call comes from one of our own services, and marks our own calls.</summary>
public sealed class ServiceKey(IOptions<ServiceKeyOptions> options)
{
    private readonly SharedSecret _secret = new(options.Value.ServiceKey);

    public bool IsOn(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var sent = request.Headers[HeaderNames.ServiceKey].ToString();
        return sent.Length > 0 && _secret.Is(sent);
    }

    public void PutOn(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Remove(HeaderNames.ServiceKey);
        request.Headers.TryAddWithoutValidation(HeaderNames.ServiceKey, options.Value.ServiceKey);
    }

    /// <summary>A key for one other purpose, derived from the shared secret (HKDF, RFC 5869), so that the secret itself signs nothing.</summary>
    public byte[] DeriveKey(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.Value.ServiceKey), 32, info: Encoding.UTF8.GetBytes(purpose));
}
