using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Typed positional parameters, and what is read back.</summary>
public static class Sql
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>A column of type <c>jsonb</c>.</summary>
    public static NpgsqlCommand WithJson(this NpgsqlCommand command, JsonObject? value)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Parameters.Add(new() { Value = (object?)value?.ToJsonString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return command;
    }

    /// <summary>One column of many rows, for <c>unnest</c>.</summary>
    public static NpgsqlCommand WithColumn<TItem, T>(this NpgsqlCommand command, IEnumerable<TItem> items, Func<TItem, T> column) =>
        command.With<T[]>([.. items.Select(column)]);

    /// <summary>One column of many rows, of type <c>text</c>.</summary>
    public static NpgsqlParameter TextColumn(string?[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    /// <summary>One column of many rows, of type <c>jsonb</c>.</summary>
    public static NpgsqlParameter JsonColumn(string?[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    public static T? Nullable<T>(this NpgsqlDataReader reader, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.IsDBNull(ordinal) ? default : reader.GetFieldValue<T>(ordinal);
    }
}
