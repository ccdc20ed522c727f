using System.Globalization;
using Azukari.Company;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Crash;

/// <summary>
/// Mixed load until it is killed: callers that take people in, read, correct, consent, withdraw and erase, each on people of its own, so
/// that what a person's state must be follows from the log.
/// </summary>
internal sealed class Load(CompanyCore company, ActLog log, int round)
{
    private long _done, _failed;

    public static readonly Accessor By = new("crash-load");
    private static readonly ItemId Name = ItemId.Parse("name");
    private static readonly ItemId Address = ItemId.Parse("address");
    private static readonly ItemId Mobile = ItemId.Parse("mobile");

    public Task RunAsync(int callers, CancellationToken cancel) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, cancel), cancel)));

    /// <summary>What shipping reads of a person: nothing of it changes but the mobile number.</summary>
    public static AccessContext Shipping { get; } = new()
    {
        Accessor = By, As = RecipientKind.Parse("staff.shipping"), Purpose = ClauseId.Parse("purpose.member.2"), Case = "order-crash",
    };

    /// <summary>The consent that the load gives and withdraws.</summary>
    public static ConsentGrant Grant { get; } = new(ClauseId.Parse("provision.consent"), RecipientKind.Parse("third-party"), [Name]);

    public static IReadOnlyList<ItemId> Items { get; } = [Name, Address, Mobile];

    /// <summary>Whether a fault of what the company stands on is told, waited out and gone on from; else the load ends with it.</summary>
    public bool GoesOn { get; init; }

    /// <summary>How many acts were acknowledged.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>How many were told that they failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    private async Task CallAsync(int caller, CancellationToken cancel)
    {
        var people = new List<(SubjectId Id, string Mobile)>();
        for (var step = 0; !cancel.IsCancellationRequested; step++)
        {
            try
            {
                await StepAsync(people, caller, step, cancel);
                Interlocked.Increment(ref _done);
            }
            catch (Exception error) when (GoesOn && (error is StoreException or LedgerUnavailableException || (error is OperationCanceledException && cancel.IsCancellationRequested)))
            {
                if (cancel.IsCancellationRequested) return;
                Interlocked.Increment(ref _failed);
                if (people.Count > 0) people.RemoveAt(step % people.Count); // whoever it was about: what was not acknowledged may have happened or not
                await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            }
        }
    }

    private async Task StepAsync(List<(SubjectId Id, string Mobile)> people, int caller, int step, CancellationToken cancel)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{((round * 31) + (caller * 1009) + step) % 10000:D4}");
        if (people.Count < 3 || step % 7 == 0) await AcquireAsync(people, caller, step, number, cancel);
        else if (step % 7 == 3) await CorrectAsync(people, step, number, cancel);
        else if (step % 7 == 5) await ConsentAsync(people[step % people.Count].Id, cancel);
        else if (step % 17 == 9) await EraseAsync(people, step, cancel);
        else await ReadAsync(people[step % people.Count], cancel);
    }

    private async Task AcquireAsync(List<(SubjectId, string)> people, int caller, int step, string number, CancellationToken cancel)
    {
        var tag = $"{round}.{caller}.{step}";
        log.Try("acquire", tag, number);
        var values = new Dictionary<ItemId, StoredValue>
        {
            [Name] = Value("person-name", "見本 太郎"), [Address] = Value("postal-address", "〒100-0001 東京都千代田区千代田1-1"), [Mobile] = MobileOf(number),
        };
        var result = await company.Trust.Vault.AcquireAsync(
            new Acquisition { SubjectKind = SubjectKind.Parse("retail"), Values = values, Channel = Channel.Paper, PolicyVersion = company.Trust.Policies.InForce.Version },
            By, cancel);
        if (result is not Acquired acquired) throw new InvalidOperationException($"refused: {result}");
        log.Done("acquire", tag, acquired.SubjectId.ToString(), number, acquired.EntryId.ToString());
        people.Add((acquired.SubjectId, number));
    }

    private async Task ReadAsync((SubjectId Id, string Mobile) person, CancellationToken cancel)
    {
        if (await company.Trust.Vault.ReadAsync(person.Id, Items, Shipping, cancel) is not Granted<ItemValues> granted)
            throw new InvalidOperationException("A read of the load's own person was refused.");
        var seen = granted.Values[Mobile]!.Value.Reveal();
        log.Done("read", person.Id.ToString(), granted.EntryId.ToString());
        if (seen != MobileOf(person.Mobile).Reveal()) throw new InvalidOperationException("A read returned another value than the last acknowledged one.");
    }

    private async Task CorrectAsync(List<(SubjectId Id, string Mobile)> people, int step, string number, CancellationToken cancel)
    {
        var at = step % people.Count;
        var id = people[at].Id;
        log.Try("correct", id.ToString(), number);
        var result = await company.Trust.Vault.CorrectAsync(
            id, new Dictionary<ItemId, StoredValue?> { [Mobile] = MobileOf(number) }, new CorrectionBy.Staff(), By, ct: cancel);
        if (result is not ActDone) throw new InvalidOperationException($"{result}");
        log.Done("correct", id.ToString(), number);
        people[at] = (id, number);
    }

    private async Task ConsentAsync(SubjectId id, CancellationToken cancel)
    {
        if (await company.Trust.Vault.ConsentAsync(id, Grant, By, cancel) is not ConsentGiven given) throw new InvalidOperationException("no consent");
        log.Done("consent", id.ToString(), given.ConsentId.ToString());
        log.Try("withdraw", id.ToString(), given.ConsentId.ToString());
        if (!(await company.Trust.Vault.WithdrawAsync(id, given.ConsentId, By, cancel)).Done) throw new InvalidOperationException("not withdrawn");
        log.Done("withdraw", id.ToString(), given.ConsentId.ToString());
    }

    private async Task EraseAsync(List<(SubjectId Id, string Mobile)> people, int step, CancellationToken cancel)
    {
        var at = step % people.Count;
        var id = people[at].Id;
        people.RemoveAt(at);
        log.Try("erase", id.ToString());
        var certificate = await company.Trust.Vault.EraseAsync(id, By, ct: cancel) ?? throw new InvalidOperationException("nobody to erase");
        log.Done("erase", id.ToString(), certificate.EntryId?.ToString() ?? "-");
    }

    public static StoredValue MobileOf(string number) => Value("phone", $"090-0000-{number}");

    private static StoredValue Value(string shape, string text) =>
        Shapes.Find(shape)!.TryNormalise(text, new DateOnly(2026, 1, 1), out var value, out var wrong) ? value : throw new FormatException(wrong.Rule);
}
