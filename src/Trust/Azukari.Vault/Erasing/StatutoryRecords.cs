using System.Runtime.CompilerServices;
using System.Text;
using Azukari.Ledger;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Values;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Reading;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Erasing;

/// <summary>
/// What the law makes the company keep after an erasure: of people whose data was provided to somebody outside within the period of the
/// provision records (APPI 29, 30; Enforcement Rules 21), the name and the ledger's pseudonym, under the statutory key, with an end date.
/// Of anybody else nothing is kept. It is read on a statutory ground only, and each reading is decided and recorded.
/// </summary>
internal sealed class StatutoryRecords(TrustParts parts, int years)
{
    private const string Item = "statutory";
    private static readonly RowShape Rows = new("statutory", "subject:b sealed:b policy:t kind:t until:l",
        // The name the later provision was made under, and its later end: where one was kept before, as its item was deleted.
        "ON CONFLICT (subject) DO UPDATE SET sealed = excluded.sealed, policy = excluded.policy, kind = excluded.kind, until = excluded.until WHERE excluded.until > statutory.until");

    public sealed record Kept(SubjectId Subject, byte[] Sealed, string Policy, string Kind, DateTimeOffset Until);

    /// <summary>Seals what must be kept; null when nothing must.</summary>
    /// <param name="erasing">Whether the erasure is decided already.</param>
    /// <exception cref="MasterKeysUnavailableException">The master keys are away, so nobody can tell.</exception>
    public async Task<Kept?> PrepareAsync(SubjectId subject, bool erasing, CancellationToken ct)
    {
        var policies = parts.Policies.Required;
        var (keys, people) = await parts.ReadPeopleAsync([subject], ct);
        if (people.Find(subject) is not { } person || person.State != (erasing ? SubjectState.Erasing : SubjectState.Active) || keys.GetValueOrDefault(subject) is not { } mine || mine.Pseudonym() is not { } pseudonym)
            return null;
        if (person.Items.Find(i => policies.Find(i.Item) is { Shape.Name: "person-name", Class: KeyClass.Ordinary }) is not { } name) return null;
        var now = parts.Clock.GetUtcNow();
        if (await parts.Ledger.LastProvisionAsync(Pseudonym.FromBytes(pseudonym), ct) is not { } last || last < now.AddYears(-years)) return null;
        using var opened = new SealedItems(mine);
        if (opened.Open(name) is not { } value) return null;
        await parts.Keys.CreateAsync([(subject, KeyClass.Statutory)], newPeople: false, ct);
        using var @sealed = new SealedItems(await parts.Keys.ReadAsync(subject, ct));
        byte[] content = [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(pseudonym)), (byte)'\n', .. value.Utf8.Span];
        return new Kept(subject, @sealed.Seal(KeyClass.Statutory, Item, 1, FactsOf(name.Policy, name.Kind), StoredValue.FromUtf8(content)), name.Policy, name.Kind, last.AddYears(years));
    }

    public static Task KeepAsync(StoreTransaction tx, Kept kept, CancellationToken ct) => Rows.InsertAsync(tx,
        [[kept.Subject.ToBytes(), kept.Sealed, kept.Policy, kept.Kind, kept.Until.ToMicroseconds()]], ct);

    /// <summary>Until when a name of the person is kept; null when none is.</summary>
    public async Task<DateTimeOffset?> UntilAsync(SubjectId subject, CancellationToken ct) =>
        await parts.Vault.ReadAsync((session, c) => session.ScalarAsync<long>("SELECT until FROM statutory WHERE subject = @subject", c, ("subject", subject.ToBytes())), ct: ct)
            is var until and not 0 ? Instants.FromMicroseconds(until) : null;

    /// <summary>The names kept, each decided as a provision of the name item on the ground named, and recorded before it is released.</summary>
    public async IAsyncEnumerable<StatutoryName> ReadAsync(AccessContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        var policies = parts.Policies.Required;
        var name = policies.Items.FirstOrDefault(i => i.Shape?.Name == "person-name" && i.Class == KeyClass.Ordinary);
        if (context.Ground is null || name is null) yield break;
        var resolved = policies.Archive.Resolve(context.Purpose, context.As, [name.Id], context.Ground);
        var rows = await parts.Vault.ReadAsync((session, c) => session.ListAsync("SELECT subject, sealed, policy, kind, until FROM statutory WHERE until > @now",
            r => new Kept(SubjectId.FromBytes(r.Bytes(0)), r.Bytes(1), r.GetString(2), r.GetString(3), Instants.FromMicroseconds(r.GetInt64(4))), c,
            ("now", parts.Clock.Microseconds())), ct: ct);
        foreach (var row in rows)
        {
            if (await ReadOneAsync(policies, resolved, name, row, context, ct) is { } released) yield return released;
        }
    }

    /// <summary>Removes what has ended, keys first. Returns how many.</summary>
    public async Task<int> ExpireAsync(DateTimeOffset now, CancellationToken ct)
    {
        var ended = await parts.Vault.ReadAsync((session, c) => session.ListAsync("SELECT subject FROM statutory WHERE until <= @now",
            r => SubjectId.FromBytes(r.Bytes(0)), c, ("now", now.ToMicroseconds())), ct: ct);
        foreach (var subject in ended)
        {
            await parts.KeyErasure.DestroyClassAsync(subject, KeyClass.Statutory, ct);
            await parts.Writes.WriteAsync((tx, c) => tx.ExecuteAsync("DELETE FROM statutory WHERE subject = @subject", c, ("subject", subject.ToBytes())), ct);
        }

        return ended.Count;
    }

    private static SealedFacts FactsOf(string policy, string kind) => new(0, "", policy, kind);

    private async Task<StatutoryName?> ReadOneAsync(PublishedPolicies policies, Policy.Compiling.Resolution resolved, ItemTerms name, Kept row, AccessContext context, CancellationToken ct)
    {
        using var opened = new SealedItems(await parts.Keys.ReadAsync(row.Subject, ct));
        if (opened.Open(KeyClass.Statutory, Item, 1, FactsOf(row.Policy, row.Kind), row.Sealed) is not { } content) return null;
        var pseudonym = Convert.FromHexString(Encoding.ASCII.GetString(content.Utf8.Span[..32]));
        var person = new PersonRecord { Subject = row.Subject, Kind = row.Kind, State = SubjectState.Erased, Generation = 0, CreatedAt = 0 };
        person.Items.Add(new ItemRow(name.Id.Value, 1, KeyClass.Statutory, row.Sealed, 0, "", row.Policy, row.Kind, "", null));
        Refusal? refusal = resolved.Refusal;
        Decision decision = default;
        if (refusal is null)
        {
            decision = Decider.Decide(policies, resolved.Request, person, await parts.Decider.AskAsync(resolved.Request.Needs, null, [name.Id], context, ct), context.Case is not null);
            refusal = decision.Refusal;
        }

        await parts.Ledger.AppendAsync(refusal is null
            ? Entries.Permitted(parts.Clock, Entries.KindOf(decision.Exit), pseudonym, context, [name.Id], policies.Version, decision, afterRefusal: false)
            : Entries.Refused(parts.Clock, pseudonym, context, [name.Id], policies.Version, refusal), ct);
        return refusal is null ? new StatutoryName(Pseudonym.FromBytes(pseudonym), StoredValue.FromUtf8(content.Utf8[33..]), row.Until) : null;
    }
}
