using System.ComponentModel.DataAnnotations;

namespace IntegrationDispatcher.Integrations;

/// <summary>Where a service is that gets a credential of ours: https, or http when it is this very machine.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FarSideUrlAttribute()
    : ValidationAttribute("{0} must be an https URL without credentials, query or fragment; http only on this machine.")
{
    public override bool IsValid(object? value) =>
        value is null || (Uri.TryCreate(value as string, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0);
}
