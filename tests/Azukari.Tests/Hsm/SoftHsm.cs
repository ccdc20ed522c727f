using System.Runtime.InteropServices;
using Azukari.Hsm;
using Azukari.Hsm.Tokens;
using Azukari.Testing;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Azukari.Tests.Hsm;

/// <summary>Tests that use the HSM run one after another: losing a token makes the module start anew, which everybody in the process feels.</summary>
[CollectionDefinition(Name)]
public sealed class OneAtATime
{
    public const string Name = "SoftHSM";
}

/// <summary>SoftHSM 2, a real PKCS#11 module whose tokens are folders below the run's folder.</summary>
internal static partial class SoftHsm
{
    private static readonly string[] Places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"];
    private static readonly Lazy<string> LazyFolder = new(Configure);
    private static readonly Lock Gate = new();
    private static int _tokens;

    public const string UserPin = "mihon-pin-1234";

    public static string Module { get; } = Places.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("These tests need SoftHSM 2: apt-get install softhsm2");

    /// <summary>The file that SOFTHSM2_CONF names, for programs started by tests.</summary>
    public static string Configuration => Path.Combine(LazyFolder.Value, "softhsm2.conf");

    /// <summary>A fresh token with a user PIN; <paramref name="noFreeSlot"/> leaves the module to make its next free slot when it is next asked for its slots.</summary>
    public static SoftToken NewToken(bool noFreeSlot = false)
    {
        lock (Gate)
        {
            var folder = LazyFolder.Value;
            var label = $"mihon-{Environment.ProcessId}-{++_tokens}";
            var module = Pkcs11Module.Load(Module);
            var before = Directory.GetDirectories(Path.Combine(folder, "tokens")).ToHashSet();
            using var alone = Pkcs11Module.EnterAlone(); // no list may see the module without a free slot
            var free = module.TokenSlots().First(slot => IsFree(slot));
            free.InitToken("mihon-so-pin", label);
            using (var session = free.OpenSession(SessionType.ReadWrite))
            {
                session.Login(CKU.CKU_SO, "mihon-so-pin");
                session.InitPin(UserPin);
                session.Logout();
            }

            if (!noFreeSlot) Assert.Contains(module.TokenSlots(), IsFree);
            var made = Directory.GetDirectories(Path.Combine(folder, "tokens")).Single(d => !before.Contains(d));
            var pin = Path.Combine(folder, label + ".pin");
            File.WriteAllText(pin, UserPin + "\n");
            File.SetUnixFileMode(pin, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new SoftToken(label, made, pin);
        }
    }

    private static bool IsFree(ISlot slot)
    {
        try
        {
            return !slot.GetTokenInfo().TokenFlags.TokenInitialized;
        }
        catch (Pkcs11Exception)
        {
            return false; // a token that a test has taken away
        }
    }

    private static string Configure()
    {
        var folder = TestRun.NewFolder("softhsm");
        Directory.CreateDirectory(Path.Combine(folder, "tokens"));
        var file = Path.Combine(folder, "softhsm2.conf");
        File.WriteAllText(file, $"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n");
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", file); // programs we start
        _ = SetVariable("SOFTHSM2_CONF", file, 1); // and the module in this one, which asks the C library
        return folder;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}

/// <summary>One token, which can be taken away and brought back.</summary>
internal sealed record SoftToken(string Label, string Folder, string PinFile)
{
    public Pkcs11Options Options => new() { Module = SoftHsm.Module, Token = Label, Pin = PinSource.File(PinFile), RetryEvery = TimeSpan.FromMilliseconds(20) };

    /// <summary>As somebody who pulls the plug: the module finds nothing any more.</summary>
    public void TakeAway() => Directory.Move(Folder, Away);

    public void BringBack() => Directory.Move(Away, Folder);

    public bool IsListed()
    {
        using var inside = Pkcs11Module.Enter();
        return Pkcs11Module.Load(SoftHsm.Module).TokenSlots().Any(slot => slot.GetTokenInfo().Label.Trim() == Label);
    }

    /// <summary>As another part of this process that closes what isn't its own: all sessions end, and with them the login.</summary>
    public void CloseAllSessions()
    {
        using var inside = Pkcs11Module.Enter();
        Pkcs11Module.Load(SoftHsm.Module).TokenSlots().First(slot => slot.GetTokenInfo().Label.Trim() == Label).CloseAllSessions();
    }

    /// <summary>The attributes of a master key, as the token tells them.</summary>
    public (bool Sensitive, bool Extractable, bool NeverOutside, bool ReadsItsValue) Describe(string label, int version)
    {
        var module = Pkcs11Module.Load(SoftHsm.Module);
        using var inside = Pkcs11Module.Enter();
        using var session = module.TokenSlots().First(slot => slot.GetTokenInfo().Label.Trim() == Label).OpenSession(SessionType.ReadOnly);
        try
        {
            session.Login(CKU.CKU_USER, SoftHsm.UserPin);
        }
        catch (Pkcs11Exception error) when (error.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // by the keys under test
        }

        var contents = new TokenObjects(module, Options with { Label = label }).Read(session);
        var told = session.GetAttributeValue(contents.Keys[version], [CKA.CKA_SENSITIVE, CKA.CKA_EXTRACTABLE, CKA.CKA_LOCAL]);
        var value = session.GetAttributeValue(contents.Keys[version], [CKA.CKA_VALUE]);
        return (told[0].GetValueAsBool(), told[1].GetValueAsBool(), told[2].GetValueAsBool(), !value[0].CannotBeRead);
    }

    private string Away => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Folder)!)!, Path.GetFileName(Folder) + ".away");
}
