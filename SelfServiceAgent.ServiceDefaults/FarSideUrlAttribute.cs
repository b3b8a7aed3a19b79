using System.ComponentModel.DataAnnotations;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Where a service is that gets a credential of ours: https, or http when it is this very machine.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FarSideUrlAttribute()
    : ValidationAttribute("{0} must be an https URL without credentials, query or fragment; http only on this machine.")
{
    public override bool IsValid(object? value) => value is null || Allows(value as string);

    /// <param name="plainHttp">Whether http may go to other machines too.</param>
    public static bool Allows(string? address, bool plainHttp = false) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && (plainHttp || url.IsLoopback)))
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;
}
