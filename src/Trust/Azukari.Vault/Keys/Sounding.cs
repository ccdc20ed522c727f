using System.Security.Cryptography;
using Azukari.Vault.Hosting;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Keys;

/// <summary>Whether people's data opens.</summary>
/// <param name="People">How many people are in the vault, erased ones left out.</param>
/// <param name="LookedAt">How many were looked at.</param>
/// <param name="WithoutKeys">Of those, how many have no keys: the key store is older than the vault. They are unreadable.</param>
/// <param name="Values">How many values opened.</param>
/// <param name="Damaged">How many did not, though their key did.</param>
public sealed record Soundness(long People, long LookedAt, long WithoutKeys, long Values, long Damaged);

/// <summary>Opens values and drops them: nothing is released, so nothing is an access.</summary>
internal static class Sounding
{
    private const int Page = 256;

    public static async Task<Soundness> RunAsync(TrustParts parts, int people, CancellationToken ct)
    {
        var total = await parts.Vault.ReadAsync((session, c) => session.ScalarAsync<long>("SELECT count(*) FROM subjects WHERE state = 0", c), ct: ct);
        var found = new Soundness(total, 0, 0, 0, 0);
        if (total == 0) return found;
        // Ids are random: beginnings drawn at random give people from everywhere.
        var pages = people == 0 || total <= people ? int.MaxValue : Math.Max(1, people / Page);
        var after = people == 0 || total <= people ? [] : RandomNumberGenerator.GetBytes(SubjectId.Size);
        for (var n = 0; n < pages; n++)
        {
            var ids = await parts.Vault.ReadAsync((session, c) => session.ListAsync($"SELECT id FROM subjects WHERE id > @after AND state = 0 ORDER BY id LIMIT {Page}",
                r => SubjectId.FromBytes(Azukari.Stores.StoreReading.Bytes(r, 0)), c, ("after", after)), ct: ct);
            if (ids.Count == 0 && pages == int.MaxValue) break;
            found = await LookAsync(parts, ids, found, ct);
            after = pages == int.MaxValue ? ids[^1].ToBytes() : RandomNumberGenerator.GetBytes(SubjectId.Size);
        }

        return found;
    }

    private static async Task<Soundness> LookAsync(TrustParts parts, List<SubjectId> ids, Soundness found, CancellationToken ct)
    {
        if (ids.Count == 0) return found;
        var (keys, snapshot) = await parts.ReadPeopleAsync(ids, ct);
        var (without, values, damaged) = (0L, 0L, 0L);
        foreach (var id in ids)
        {
            if (snapshot.Find(id) is not { State: SubjectState.Active } person) continue;
            if (keys.GetValueOrDefault(id) is not { } mine || mine.Pseudonym() is null)
            {
                without++;
                continue;
            }

            using var @sealed = new SealedItems(mine);
            foreach (var row in person.Items)
            {
                try
                {
                    if (@sealed.Open(row) is not null) values++;
                    else if (row.Until is null) damaged++;
                }
                catch (CryptographicException)
                {
                    damaged++;
                }
            }
        }

        return found with { LookedAt = found.LookedAt + ids.Count, WithoutKeys = found.WithoutKeys + without, Values = found.Values + values, Damaged = found.Damaged + damaged };
    }
}
