using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Enums in the database: upper-case text with a check, so that SQL reads like the API and nothing unknown gets in.</summary>
public static class UpperCaseColumn
{
    public static PropertyBuilder<TEnum> IsUpperCase<TEnum>(this PropertyBuilder<TEnum> property)
        where TEnum : struct, Enum =>
        property.HasConversion(value => EnumText.Of(value), text => EnumText.Parse<TEnum>(text)).HasMaxLength(20);

    public static PropertyBuilder<TEnum?> IsUpperCase<TEnum>(this PropertyBuilder<TEnum?> property)
        where TEnum : struct, Enum =>
        property.HasConversion(value => value == null ? null : EnumText.Of(value.Value), text => EnumText.Parse<TEnum>(text!)).HasMaxLength(20);

    /// <param name="column">The column's name in the database.</param>
    public static void HasUpperCaseCheck<TEntity, TEnum>(this TableBuilder<TEntity> table, string column, params ReadOnlySpan<TEnum> allowed)
        where TEntity : class
        where TEnum : struct, Enum
    {
        var values = allowed.Length > 0 ? allowed.ToArray() : Enum.GetValues<TEnum>();
        var list = string.Join(", ", values.Select(value => $"'{EnumText.Of(value)}'"));
        table.HasCheckConstraint($"ck_{table.Name}_{column}", $"{column} in ({list})");
    }
}
