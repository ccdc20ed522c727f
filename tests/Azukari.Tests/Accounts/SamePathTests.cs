using System.Diagnostics;
using Azukari.Accounts.Storage;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Azukari.Tests.Accounts;

/// <summary>An unknown name goes the same way as a known one: the same questions to the database in the same order, the same search on record. Not measured by time.</summary>
public sealed class SamePathTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_name_nobody_has_asks_the_database_what_a_members_does(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (_, email, _, _) = await world.MemberAsync();
        var (_, _, number, _) = await world.MemberAsync();
        var (invited, invitedEmail, _) = await world.PersonAsync();
        await world.Members.CreateAsync(invited, AccountsWorld.Desk, null, Cancel);
        var (noAccount, noAccountEmail, _) = await world.PersonAsync();
        Assert.NotEqual(default, noAccount);

        using var commands = await Commands.ListenAsync();
        var ways = new List<string>();
        foreach (var name in new[] { email, number, invitedEmail, noAccountEmail, "nobody@example.jp", "M-999" })
        {
            var searched = await SearchesAsync(world);
            ways.Add(await commands.OfAsync(() => world.SignIn.PasswordAsync(AccountKind.Member, name, "not-the-password-9", Cancel)));
            Assert.Equal(searched + 1, await SearchesAsync(world));
        }

        Assert.Contains("account_attempts", ways[0], StringComparison.Ordinal);
        Assert.Single(ways.Distinct());
    }

    [Theory, EngineData]
    public async Task So_does_a_staff_number_nobody_has(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        await world.StaffAsync("s-1", ["staff.shipping"]);
        using var commands = await Commands.ListenAsync();
        var known = await commands.OfAsync(() => world.SignIn.PasswordAsync(AccountKind.Staff, "s-1", "not-the-password-9", Cancel));

        Assert.Equal(known, await commands.OfAsync(() => world.SignIn.PasswordAsync(AccountKind.Staff, "s-2", "not-the-password-9", Cancel)));
    }

    private static async Task<int> SearchesAsync(AccountsWorld world) => (await world.EntriesAsync(new LedgerQuery { Kind = EntryKind.Searched })).Count(e => e.Accessor == "sign-in" && e.Subject is null);

    /// <summary>The commands the platform's database got within one act, whatever else runs beside it.</summary>
    private sealed class Commands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private static readonly AsyncLocal<List<string>?> Here = new();

        private readonly List<IDisposable> _listening = [];

        private Commands()
        {
        }

        public static async Task<Commands> ListenAsync()
        {
            var observer = new Commands();
            var all = DiagnosticListener.AllListeners.Subscribe(observer);
            lock (observer._listening) observer._listening.Add(all);
            await Task.Delay(TimeSpan.FromSeconds(1.1), Cancel); // for a second the database library remembers that nobody listened
            return observer;
        }

        public async Task<string> OfAsync(Func<Task> act)
        {
            ObjectDisposedException.ThrowIf(_listening.Count == 0, this);
            var commands = new List<string>();
            Here.Value = commands;
            try
            {
                await act();
            }
            finally
            {
                Here.Value = null;
            }

            Assert.NotEmpty(commands);
            return string.Join('\n', commands);
        }

        public void Dispose()
        {
            lock (_listening)
            {
                _listening.ForEach(one => one.Dispose());
                _listening.Clear();
            }
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name != "Microsoft.EntityFrameworkCore") return;
            lock (_listening) _listening.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (Here.Value is { } commands && value.Value is CommandExecutedEventData executed)
                lock (commands) commands.Add(executed.Command.CommandText);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
