using Azukari.Company;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault;

namespace Azukari.Crash;

/// <summary>What must be true after a kill, from the log of what was acknowledged. Every line of the answer is a broken promise.</summary>
internal sealed class Aftermath
{
    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);
    private readonly List<(string Subject, EntryId Entry, EntryKind Kind)> _entries = [];
    private readonly List<string> _broken = [];

    private sealed class Person
    {
        public HashSet<string> Mobiles { get; } = new(StringComparer.Ordinal);

        public bool EraseTried { get; set; }

        public bool Erased { get; set; }

        public HashSet<string> Withdrawn { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Consents { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>How many acts had been acknowledged.</summary>
    public int Acknowledged { get; private set; }

    public static async Task<(IReadOnlyList<string> Broken, int Acknowledged)> CheckAsync(string log, CompanyOptions options, CancellationToken cancel)
    {
        var aftermath = new Aftermath();
        foreach (var line in await File.ReadAllLinesAsync(log, cancel)) aftermath.Read(line);
        await using (var company = await CompanyCore.OpenAsync(options, TimeProvider.System, cancel))
        {
            await aftermath.EntriesAsync(company, cancel);
            await aftermath.TwiceAsync(company, cancel);
            await aftermath.PeopleAsync(company, cancel);
            await aftermath.EverybodyAsync(company, cancel);
        }

        await aftermath.LedgerAsync(options, cancel);
        return (aftermath._broken, aftermath.Acknowledged);
    }

    private void Read(string line)
    {
        var words = line.Split(' ');
        if (words.Length < 3 || (words[0] == "=" && words[^1].Length == 0)) return; // a torn last line was not acknowledged to anybody
        if (words[0] == "=") Acknowledged++;
        Person Of(string id) => _people.TryGetValue(id, out var person) ? person : _people[id] = new Person();
        switch (words[0], words[1])
        {
            case ("=", "acquire"):
                Of(words[3]).Mobiles.Add(words[4]);
                AddEntry(words[3], words[5], EntryKind.Acquired);
                break;
            case ("=", "read"):
                AddEntry(words[2], words[3], EntryKind.Used);
                break;
            case ("?", "correct"):
                Of(words[2]).Mobiles.Add(words[3]);
                break;
            case ("=", "correct"):
                Of(words[2]).Mobiles.RemoveWhere(mobile => mobile != words[3]);
                break;
            case ("=", "consent"):
                Of(words[2]).Consents.Add(words[3]);
                break;
            case ("=", "withdraw"):
                Of(words[2]).Withdrawn.Add(words[3]);
                break;
            case ("?", "erase"):
                Of(words[2]).EraseTried = true;
                break;
            case ("=", "erase"):
                Of(words[2]).Erased = true;
                AddEntry(words[2], words[3], EntryKind.Erased);
                break;
        }
    }

    private void AddEntry(string subject, string entry, EntryKind kind)
    {
        if (EntryId.TryParse(entry, out var id)) _entries.Add((subject, id, kind));
    }

    private async Task EntriesAsync(CompanyCore company, CancellationToken cancel)
    {
        foreach (var (subject, entry, kind) in _entries)
        {
            var found = await company.Trust.Ledger.FindAsync(entry, cancel);
            if (found is null) _broken.Add($"{kind} of {subject} was acknowledged with entry {entry}, which the ledger does not have.");
            else if (found.Entry.Kind != kind) _broken.Add($"entry {entry} is {found.Entry.Kind}, not {kind}.");
        }
    }

    /// <summary>What was tried again after an unknown outcome must not be there twice.</summary>
    private async Task TwiceAsync(CompanyCore company, CancellationToken cancel)
    {
        var seen = new HashSet<EntryId>();
        await foreach (var record in company.Trust.Ledger.QueryAsync(new LedgerQuery(), cancel))
            if (!seen.Add(record.Entry.Id)) _broken.Add($"entry {record.Entry.Id} is in the ledger twice.");
    }

    private async Task PeopleAsync(CompanyCore company, CancellationToken cancel)
    {
        foreach (var (id, person) in _people)
        {
            var subject = SubjectId.Parse(id);
            var read = await company.Trust.Vault.ReadAsync(subject, Load.Items, Load.Shipping, cancel);
            var described = await company.Trust.Vault.DescribeAsync(subject, cancel);
            if (person.Erased || (person.EraseTried && described is null))
            {
                if (read is Granted<ItemValues> || described is not null) _broken.Add($"{id} was erased and is there.");
                continue;
            }

            if (read is not Granted<ItemValues> granted)
            {
                _broken.Add($"{id} was acknowledged and cannot be read: {((RefusedAccess<ItemValues>)read).Refusal}.");
                continue;
            }

            var mobile = granted.Values[ItemId.Parse("mobile")]?.Reveal();
            if (!person.Mobiles.Any(expected => Load.MobileOf(expected).Reveal() == mobile)) _broken.Add($"{id} holds another mobile number than was acknowledged.");
            foreach (var consent in described!.Consents)
            {
                if (consent.WithdrawnAt is null && person.Withdrawn.Contains(consent.Id.ToString())) _broken.Add($"{id}: the withdrawal of {consent.Id} was acknowledged and is gone.");
                person.Consents.Remove(consent.Id.ToString());
            }

            foreach (var lost in person.Consents) _broken.Add($"{id}: the consent {lost} was acknowledged and is gone.");
        }
    }

    /// <summary>Also who was never acknowledged: nobody may be there in part.</summary>
    private async Task EverybodyAsync(CompanyCore company, CancellationToken cancel)
    {
        await foreach (var subject in company.Trust.Vault.SubjectsAsync(ct: cancel))
        {
            var described = await company.Trust.Vault.DescribeAsync(subject, cancel);
            var read = await company.Trust.Vault.ReadAsync(subject, Load.Items, Load.Shipping, cancel);
            if (described is null || described.Items.Count != 3 || read is not Granted<ItemValues> granted || granted.Values.Any(value => value.Value is null))
                _broken.Add($"{subject} is there in part.");
            if (!await company.Trust.Vault.HistoryAsync(subject, cancel).AnyAsync(entry => entry.Kind == EntryKind.Acquired, cancel))
                _broken.Add($"{subject} has no ledger entry of its acquisition.");
        }
    }

    private async Task LedgerAsync(CompanyOptions options, CancellationToken cancel)
    {
        var settings = await options.ReadSettingsAsync(cancel);
        StoreLocation location = settings.Postgres is { } connection ? new PostgresDatabase(connection) : new SqliteFolder(options.Folder);
        var report = await LedgerVerifier.VerifyAsync(
            location,
            new VerifyOptions
            {
                Key = await LedgerVerifierKey.LoadAsync(Path.Combine(options.Resolve(settings.Keys), LedgerSigningKey.PublicFileName), cancel),
                CheckpointFiles = [CheckpointFile.In(options.Resolve(settings.Checkpoints))],
            },
            cancel);
        if (!report.Ok) _broken.Add($"the ledger does not verify: {report.First}");
    }
}
