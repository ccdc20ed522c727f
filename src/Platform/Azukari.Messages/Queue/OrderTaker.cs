using System.Text;
using System.Text.Json;
using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Messages.Templates;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Azukari.Messages.Queue;

/// <summary>Turns an order into a row, once.</summary>
internal sealed class OrderTaker(MessageCatalog catalog, StoragePlace place, TimeProvider clock)
{
    /// <summary>Who reads the address when nobody's act stands behind the order.</summary>
    public const string Ownself = "messages";

    // No field is named so: a name begins with a letter.
    private const string To = "@to";

    private const int LongestKey = 200;

    /// <param name="pinned">The address it goes to whatever is held when it is sent; null where that is read then.</param>
    public async Task<MessageQueued> TakeAsync(AzukariDb db, MessageOrder order, CancellationToken cancel, string? pinned = null)
    {
        var template = Check(order);
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var dedupe = place.Seal.Fingerprint(Encoding.UTF8.GetBytes($"{template.Id}\n{order.Subject}\n{order.DedupeKey}"), "message-dedupe");
        var due = order.NotBefore is { } later && later > now ? later : now;
        var row = new MessageRow
        {
            Id = id, Dedupe = dedupe, Subject = order.Subject.ToBytes(), Template = template.Id, TemplateVersion = template.Version, Language = order.Language,
            Case = order.Case, Accessor = order.By?.Code ?? Ownself, Fields = order.Fields.Count == 0 && pinned is null ? null : Close(place, id, order.Fields, pinned),
            State = MessageState.Waiting, CreatedAt = now, DueAt = due, ExpiresAt = due + template.Lifetime,
        };
        if (await InsertAsync(db, row, cancel)) return new MessageQueued(new MessageId(id), IsNew: true);
        var there = await db.Set<MessageRow>().AsNoTracking().Where(m => m.Dedupe == dedupe).Select(m => m.Id).FirstAsync(cancel);
        return new MessageQueued(new MessageId(there), IsNew: false);
    }

    internal static MessageFields Open(StoragePlace place, MessageRow row) => Open(place, row, out _);

    /// <param name="pinned">The address the order is to; null where it is read at sending, empty where it was forgotten since.</param>
    internal static MessageFields Open(StoragePlace place, MessageRow row, out string? pinned)
    {
        pinned = null;
        if (row.Fields is null) return new MessageFields();
        var plain = place.Seal.Open(row.Fields, Label(row.Id)) ?? throw new InvalidOperationException("The fields of a message are not of this key store.");
        var stored = JsonSerializer.Deserialize<Dictionary<string, string>>(plain)!;
        Array.Clear(plain);
        stored.Remove(To, out pinned);
        return new MessageFields(stored);
    }

    /// <summary>What is kept of a message that could not be delivered: everything but the address it was to, so that no row outlives its person's erasure with one.</summary>
    internal static byte[]? WithoutAddress(StoragePlace place, MessageRow row)
    {
        var fields = Open(place, row, out var pinned);
        return pinned is null ? row.Fields : Close(place, row.Id, fields, "");
    }

    private static byte[] Close(StoragePlace place, Guid id, MessageFields fields, string? pinned)
    {
        var stored = fields.ToDictionary(StringComparer.Ordinal);
        if (pinned is not null) stored.Add(To, pinned);
        var plain = JsonSerializer.SerializeToUtf8Bytes(stored);
        try
        {
            return place.Seal.Close(plain, Label(id));
        }
        finally
        {
            Array.Clear(plain);
        }
    }

    private static string Label(Guid id) => $"message {id:N}";

    private MessageTemplate Check(MessageOrder order)
    {
        var template = catalog.Find(order.Template) ?? throw new ArgumentException($"There is no message template {order.Template}.", nameof(order));
        if (order.Subject == default) throw new ArgumentException("A message needs a subject.", nameof(order));
        if (order.Language is not ("ja" or "en")) throw new ArgumentException("A message is in ja or en.", nameof(order));
        if (order.DedupeKey is not { Length: > 0 and <= LongestKey }) throw new ArgumentException($"A dedupe key has 1 to {LongestKey} characters.", nameof(order));
        if (order.Case is { } @case) LedgerCode.Check(@case, nameof(order.Case));
        if (MessageCatalog.Fault(template, order.Fields) is { } fault) throw new ArgumentException($"{template}: {fault}.", nameof(order));
        return template;
    }

    // One statement on either engine: an order placed before is no error, which would end a caller's transaction on PostgreSQL.
    private static async Task<bool> InsertAsync(AzukariDb db, MessageRow row, CancellationToken cancel)
    {
        return await db.Database.ExecuteSqlRawAsync(
            InsertInto(db),
            [
                row.Id, row.Dedupe, row.Subject, row.Template, row.TemplateVersion, row.Language, Text(row.Case), row.Accessor, Bytes(row.Fields),
                row.CreatedAt.ToUnixTimeMilliseconds(), row.DueAt.ToUnixTimeMilliseconds(), row.ExpiresAt.ToUnixTimeMilliseconds(),
            ], cancel) == 1;
        object Text(string? value) => Parameter(db, value, System.Data.DbType.String);
        object Bytes(byte[]? value) => Parameter(db, value, System.Data.DbType.Binary);
    }

    private static string InsertInto(AzukariDb db)
    {
        var entity = db.Model.FindEntityType(typeof(MessageRow))!;
        var table = db.GetService<ISqlGenerationHelper>().DelimitIdentifier(entity.GetTableName()!, entity.GetSchema());
        return $"INSERT INTO {table} (id, dedupe, subject, template, template_version, language, case_ref, accessor, fields, state, attempts, doubts, created_at, due_at, expires_at) "
            + "VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, 0, 0, 0, {9}, {10}, {11}) ON CONFLICT (dedupe) DO NOTHING";
    }

    private static System.Data.Common.DbParameter Parameter(AzukariDb db, object? value, System.Data.DbType type)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        var parameter = command.CreateParameter();
        parameter.ParameterName = type == System.Data.DbType.String ? "case_ref" : "fields";
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        return parameter;
    }
}
