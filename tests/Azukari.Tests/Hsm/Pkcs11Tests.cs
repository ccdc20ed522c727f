using Azukari.Hsm;
using Azukari.Testing;
using Azukari.Vault.Keys;
using Net.Pkcs11Interop.Common;

namespace Azukari.Tests.Hsm;

[Collection(OneAtATime.Name)]
public sealed class Pkcs11Tests
{
    private static readonly TestClock Clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_master_key_is_made_in_the_token_and_can_neither_be_read_nor_leave()
    {
        var token = SoftHsm.NewToken();
        using var keys = await OpenAsync(token);

        Assert.Equal((1, "pkcs11", true), (keys.Current, keys.Provider, keys.IsRemote));
        Assert.Equal((true, false, true, false), token.Describe("azukari-master", 1));
        Assert.Equal(new MasterKeysHealth("pkcs11", true, null), await ((IMasterKeys)keys).ProbeAsync(Cancel));
        var wrapped = Wrap(keys, 1, 7);
        using var again = await OpenAsync(token);
        Assert.Equal(7, Unwrap(again, 1, wrapped));
        Assert.Equal(1, again.Current);
    }

    [Fact]
    public async Task What_was_altered_or_belongs_elsewhere_does_not_open_and_the_token_is_not_taken_for_broken()
    {
        using var keys = await OpenAsync(SoftHsm.NewToken());
        var wrapped = Wrap(keys, 1, 7);
        var other = new byte[32];
        other.AsSpan().Fill(0xEE);

        Assert.False(keys.TryUnwrap(1, wrapped, "person b"u8, other));
        for (var at = 0; at < wrapped.Length; at += 7)
        {
            var altered = wrapped.ToArray();
            altered[at] ^= 1;
            Assert.False(keys.TryUnwrap(1, altered, "person a"u8, other));
        }

        Assert.False(keys.TryUnwrap(1, wrapped.AsSpan(0, 20), "person a"u8, other.AsSpan(0, 0)));
        Assert.All(other, b => Assert.Equal(0xEE, b)); // nothing was written
        Assert.Equal(7, Unwrap(keys, 1, wrapped));
        Assert.True(keys.Health.Available);
    }

    [Fact]
    public async Task Versions_follow_each_other_and_a_destroyed_one_leaves_its_date()
    {
        var token = SoftHsm.NewToken();
        using var here = await OpenAsync(token);
        using var there = await OpenAsync(token);
        var wrapped = Wrap(here, 1, 9);

        Assert.Equal(2, await here.CreateNextAsync(ct: Cancel));
        Assert.Equal(6, await here.CreateNextAsync(above: 5, Cancel));
        Assert.True(there.Has(6)); // another process made it
        Assert.Equal(9, Unwrap(there, 1, wrapped));
        await here.DestroyAsync(1, ct: Cancel);
        await here.DestroyAsync(1, ct: Cancel);

        Assert.False(there.TryUnwrap(1, wrapped, "person a"u8, new byte[32]));
        Assert.Equal(Clock.GetUtcNow(), there.DestroyedAt(1));
        Assert.Null(there.DestroyedAt(2));
        Assert.Throws<MasterKeyException>(() => Wrap(there, 1, 1));
        Assert.Contains("current", (await Assert.ThrowsAsync<MasterKeyException>(async () => await here.DestroyAsync(6, ct: Cancel))).Message, StringComparison.Ordinal);
        Assert.Equal("unknown-version", Assert.Throws<MasterKeysUnavailableException>(() => there.TryUnwrap(77, wrapped, "person a"u8, new byte[32])).Fault);
    }

    [Fact]
    public async Task Two_that_open_a_new_token_at_the_same_moment_have_one_key()
    {
        var token = SoftHsm.NewToken();
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OpenAsync(token), Cancel)));

        Assert.All(opened, keys => Assert.Equal(1, keys.Current));
        var wrapped = Wrap(opened[0], 1, 3);
        Assert.All(opened, keys => Assert.Equal(3, Unwrap(keys, 1, wrapped)));
        foreach (var keys in opened) keys.Dispose();
    }

    [Fact]
    public async Task Slots_may_be_asked_for_by_many_at_the_moment_the_module_makes_a_new_one()
    {
        for (var round = 0; round < 5; round++)
        {
            var token = SoftHsm.NewToken(noFreeSlot: true);
            using var start = new Barrier(8);
            var lists = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Cancel);
                    return token.IsListed();
                },
                Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.All(lists, Assert.True);
        }
    }

    [Fact]
    public async Task Many_threads_share_few_sessions()
    {
        using var keys = await Pkcs11MasterKeys.OpenAsync(SoftHsm.NewToken().Options with { MaxSessions = 3 }, Clock, ct: Cancel);
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, (n, _) =>
        {
            Assert.Equal((byte)n, Unwrap(keys, 1, Wrap(keys, 1, (byte)n)));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public async Task A_token_that_goes_makes_every_call_fail_clearly_and_is_used_again_when_it_is_back()
    {
        var token = SoftHsm.NewToken();
        using var keys = await OpenAsync(token);
        var wrapped = Wrap(keys, 1, 5);
        token.TakeAway();

        var away = Assert.Throws<MasterKeysUnavailableException>(() => Unwrap(keys, 1, wrapped));
        Assert.Contains("tried again by itself", away.Message, StringComparison.Ordinal);
        Assert.Throws<MasterKeysUnavailableException>(() => Wrap(keys, 1, 1));
        Assert.Throws<MasterKeysUnavailableException>(() => keys.Has(2));
        Assert.Equal((false, "pkcs11"), (keys.Health.Available, keys.Health.Provider));
        Assert.Equal("token-not-present", (await ((IMasterKeys)keys).ProbeAsync(Cancel)).Fault);
        Assert.Equal(1, keys.Current); // what was known stays known

        token.BringBack();
        await EventuallyAsync(async () => (await ((IMasterKeys)keys).ProbeAsync(Cancel)).Available);
        Assert.Equal(5, Unwrap(keys, 1, wrapped));
        Assert.Null(keys.Health.Fault);
    }

    [Fact]
    public async Task Sessions_closed_or_the_module_shut_down_by_others_in_the_process_are_not_noticed()
    {
        var token = SoftHsm.NewToken();
        using var keys = await OpenAsync(token);
        var wrapped = Wrap(keys, 1, 5);

        token.CloseAllSessions();
        Assert.Equal(5, Unwrap(keys, 1, wrapped));
        var module = Azukari.Hsm.Tokens.Pkcs11Module.Load(SoftHsm.Module);
        module.Restart(module.Generation);
        Assert.Equal(5, Unwrap(keys, 1, wrapped));
        module.Restart(module.Generation);
        Assert.Equal(2, await keys.CreateNextAsync(ct: Cancel));
        module.Low.C_Finalize(IntPtr.Zero);
        Assert.Equal(5, Unwrap(keys, 1, wrapped));
    }

    [Fact]
    public async Task A_copy_goes_to_the_backup_token_once_and_after_that_no_key_can_leave()
    {
        var (main, backup) = (SoftHsm.NewToken(), SoftHsm.NewToken());
        var receipt = Path.Combine(TestRun.NewFolder("receipt"), "receipt.json");
        using var keys = await Pkcs11MasterKeys.OpenAsync(main.Options with { Backup = backup.Options }, Clock, ct: Cancel);
        var wrapped = Wrap(keys, 1, 5);
        Assert.True(main.Describe("azukari-master", 1).Extractable);
        Assert.False(await keys.VerifyBackupAsync(1, receipt, Cancel));

        await keys.BackUpAsync(receipt, Cancel);
        await keys.BackUpAsync(receipt, Cancel); // a rotation taken up again

        Assert.True(await keys.VerifyBackupAsync(1, receipt, Cancel));
        Assert.Equal((true, false, true, false), main.Describe("azukari-master", 1));
        Assert.Equal((true, false, false, false), backup.Describe("azukari-master", 1)); // a copy: not made there
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(receipt));
        using var restored = await Pkcs11MasterKeys.OpenAsync(backup.Options, Clock, create: false, Cancel);
        Assert.Equal(5, Unwrap(restored, 1, wrapped));

        await keys.CreateNextAsync(ct: Cancel);
        await keys.DestroyAsync(1, ct: Cancel);
        Assert.False(restored.TryUnwrap(1, wrapped, "person a"u8, new byte[32])); // the copy went first
    }

    [Fact]
    public async Task Without_a_backup_token_no_backup_is_claimed_and_another_key_of_the_same_version_is_none()
    {
        var (main, stranger) = (SoftHsm.NewToken(), SoftHsm.NewToken());
        var receipt = Path.Combine(TestRun.NewFolder("receipt"), "receipt.json");
        using (var alone = await OpenAsync(main))
        {
            await alone.BackUpAsync(receipt, Cancel);
            Assert.False(await alone.VerifyBackupAsync(1, receipt, Cancel));
        }

        (await OpenAsync(stranger)).Dispose(); // makes a version 1 of its own
        using var keys = await Pkcs11MasterKeys.OpenAsync(main.Options with { Backup = stranger.Options }, Clock, ct: Cancel);
        Assert.False(await keys.VerifyBackupAsync(1, receipt, Cancel));
        using var empty = await Pkcs11MasterKeys.OpenAsync(main.Options with { Backup = SoftHsm.NewToken().Options }, Clock, ct: Cancel);
        Assert.Contains("may not leave", (await Assert.ThrowsAsync<MasterKeyException>(async () => await empty.BackUpAsync(receipt + "2", Cancel))).Message, StringComparison.Ordinal);
        using var again = await OpenAsync(main);
        await File.WriteAllTextAsync(receipt + "3", "something else", Cancel);
        Assert.Contains("Name a new file", (await Assert.ThrowsAsync<MasterKeyException>(async () => await again.BackUpAsync(receipt + "3", Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_module_token_or_PIN_is_named()
    {
        var token = SoftHsm.NewToken();
        var folder = TestRun.NewFolder("pins");
        async Task FailsAsync(TokenFault fault, Pkcs11Options options, string says)
        {
            var error = await Assert.ThrowsAsync<TokenException>(() => Pkcs11MasterKeys.OpenAsync(options, Clock, ct: Cancel));
            Assert.Equal(fault, error.Fault);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("pin-1234", error.ToString(), StringComparison.Ordinal);
        }

        await FailsAsync(TokenFault.ModuleMissing, token.Options with { Module = "/nowhere/lib.so" }, "/nowhere/lib.so");
        var none = Path.Combine(folder, "lib.so");
        await File.WriteAllTextAsync(none, "no module", Cancel);
        await FailsAsync(TokenFault.ModuleUnusable, token.Options with { Module = none }, "no PKCS#11 module");
        await FailsAsync(TokenFault.NoSuchToken, token.Options with { Token = "nobody" }, "nobody");
        await FailsAsync(TokenFault.PinMissing, token.Options with { Pin = PinSource.File(Path.Combine(folder, "none")) }, "does not exist");
        await FailsAsync(TokenFault.PinMissing, token.Options with { Pin = PinSource.Environment("AZUKARI_HSM_PIN", null) }, "AZUKARI_HSM_PIN");
        var open = Path.Combine(folder, "open.pin");
        await File.WriteAllTextAsync(open, SoftHsm.UserPin, Cancel);
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        await FailsAsync(TokenFault.PinOpenToOthers, token.Options with { Pin = PinSource.File(open) }, "chmod 600");
        await FailsAsync(TokenFault.PinWrong, token.Options with { Pin = PinSource.Environment("AZUKARI_HSM_PIN", "wrong-pin-1234") }, "refused the PIN");
        using var right = await Pkcs11MasterKeys.OpenAsync(token.Options with { Pin = PinSource.Environment("AZUKARI_HSM_PIN", SoftHsm.UserPin) }, Clock, ct: Cancel);
        Assert.Equal(1, right.Current);

        Assert.Equal(TokenFault.PinLocked, TokenException.Of(new Pkcs11Exception("C_Login", CKR.CKR_PIN_LOCKED), token.Options).Fault);
        Assert.Equal(TokenFault.NotInitialized, TokenException.Of(new Pkcs11Exception("C_Login", CKR.CKR_USER_PIN_NOT_INITIALIZED), token.Options).Fault);
    }

    [Fact]
    public async Task A_PIN_the_token_refused_is_not_tried_again_until_it_changes()
    {
        var token = SoftHsm.NewToken();
        using var keys = await OpenAsync(token);
        var wrapped = Wrap(keys, 1, 5);
        await File.WriteAllTextAsync(token.PinFile, "changed-pin-1234\n", Cancel); // by somebody who changed it there only
        token.CloseAllSessions();

        Assert.Equal("pin-refused", Assert.Throws<MasterKeysUnavailableException>(() => Unwrap(keys, 1, wrapped)).Fault);
        await File.WriteAllTextAsync(token.PinFile, SoftHsm.UserPin + "\n", Cancel);
        await EventuallyAsync(async () => (await ((IMasterKeys)keys).ProbeAsync(Cancel)).Available);

        Assert.Equal(5, Unwrap(keys, 1, wrapped));
        using var pin = new SecretBytes(4);
        var refused = new RefusedPin();
        Assert.False(refused.Is(pin));
        refused.Refuse(pin);
        Assert.True(refused.Is(pin));
    }

    internal static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (await holds()) return;
            await Task.Delay(TimeSpan.FromMilliseconds(25), Cancel);
        }

        Assert.Fail("It did not come to hold within ten seconds.");
    }

    private static Task<Pkcs11MasterKeys> OpenAsync(SoftToken token) => Pkcs11MasterKeys.OpenAsync(token.Options, Clock, ct: Cancel);

    private static byte[] Wrap(Pkcs11MasterKeys keys, int version, byte first)
    {
        var (key, wrapped) = (new byte[32], new byte[32 + IMasterKeys.Overhead]);
        key[0] = first;
        keys.Wrap(version, key, "person a"u8, wrapped);
        return wrapped;
    }

    private static byte Unwrap(Pkcs11MasterKeys keys, int version, byte[] wrapped)
    {
        var key = new byte[32];
        Assert.True(keys.TryUnwrap(version, wrapped, "person a"u8, key));
        return key[0];
    }
}
