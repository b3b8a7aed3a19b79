using System.Globalization;
using System.Reflection;

namespace Documentation.Tests;

/// <summary>Every setting the options classes have: a class with a constant <c>Section</c> is one.</summary>
internal static class OptionKeys
{
    private static readonly string[] _assemblies =
        ["RequestManager", "AgentService", "IntegrationDispatcher", "SelfServiceAgent.EventBus", "SelfServiceAgent.ServiceDefaults"];

    /// <summary>Key and default; the default is null where there is none worth naming.</summary>
    public static IReadOnlyDictionary<string, string?> All() => _assemblies
        .SelectMany(name => Assembly.Load(name).GetTypes())
        .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(options => options.Section is not null && options.Type.GetConstructor([]) is not null)
        .SelectMany(options => KeysOf(options.Type, options.Section!))
        .DistinctBy(key => key.Key)
        .ToDictionary(key => key.Key, key => key.Default);

    private static IEnumerable<(string Key, string? Default)> KeysOf(Type type, string prefix, object? value = null)
    {
        value ??= Activator.CreateInstance(type);
        if (ItemOf(type, typeof(IDictionary<,>)) is { } entry) return KeysOf(entry, $"{prefix}:TYPE");
        return type.GetProperties().Where(property => property.CanWrite || ItemOf(property.PropertyType, typeof(IDictionary<,>)) is not null)
            .SelectMany(property => KeysOf(property, property.GetValue(value), prefix.Length == 0 ? property.Name : $"{prefix}:{property.Name}"));
    }

    private static IEnumerable<(string Key, string? Default)> KeysOf(PropertyInfo property, object? value, string key) =>
        ItemOf(property.PropertyType, typeof(IDictionary<,>)) is { } entry ? (IsOurs(entry) ? KeysOf(entry, $"{key}:KEY") : [($"{key}:KEY", null)])
        : ItemOf(property.PropertyType, typeof(IReadOnlyList<>)) is { } item && value is not string
            ? (item == typeof(string) ? [($"{key}:N", null)] : KeysOf(item, $"{key}:N"))
        : IsOurs(property.PropertyType) ? KeysOf(property.PropertyType, key, value)
        : [(key, value is null or "" ? null : Convert.ToString(value, CultureInfo.InvariantCulture))];

    private static bool IsOurs(Type type) => type.IsClass && _assemblies.Contains(type.Assembly.GetName().Name);

    private static Type? ItemOf(Type type, Type collection) => type.GetInterfaces().Append(type)
        .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == collection)?.GetGenericArguments()[^1];
}
