using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.LowLevelAPI80;
using IPkcs11Library = Net.Pkcs11Interop.HighLevelAPI.IPkcs11Library;
using LowLibrary = Net.Pkcs11Interop.LowLevelAPI80.Pkcs11Library;

namespace Azukari.Hsm.Tokens;

/// <summary>
/// A vendor's module, loaded once a process: C_Initialize and C_Finalize are the whole process's, whoever else uses the module. Everybody
/// enters before calling it, so that it is never shut down under a call.
/// </summary>
internal sealed class Pkcs11Module
{
    private static readonly ConcurrentDictionary<string, Lazy<Pkcs11Module>> Modules = new(StringComparer.Ordinal);

    // One for all modules: shutting one down is rare, and a process has one anyway.
    private static readonly ReaderWriterLockSlim Door = new(LockRecursionPolicy.SupportsRecursion);

    static Pkcs11Module()
    {
        try
        {
            // Today's C library has no libdl.so without its development package.
            NativeLibrary.SetDllImportResolver(typeof(LowLibrary).Assembly, (name, _, _) => name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", out var handle) ? handle : IntPtr.Zero);
        }
        catch (InvalidOperationException)
        {
            // The application has a resolver of its own for this library.
        }
    }

    private readonly Lock _listing = new();

    private Pkcs11Module(string path)
    {
        Library = Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, path, AppType.MultiThreaded);
        Low = new LowLibrary(path);
    }

    public Pkcs11InteropFactories Factories { get; } = new();

    public IPkcs11Library Library { get; }

    /// <summary>The same module without the comforts, for calls whose buffers must not be copied.</summary>
    public LowLibrary Low { get; }

    /// <summary>How often it was started; sessions of an earlier start are void.</summary>
    public int Generation { get; private set; } = 1;

    /// <exception cref="TokenException">There is no such file, or it is no module.</exception>
    public static Pkcs11Module Load(string path)
    {
        if (!File.Exists(path)) throw new TokenException(TokenFault.ModuleMissing, path, $"The PKCS#11 module {path} does not exist. Install the HSM's software, or name its module.");
        if (Platform.NativeULongSize != 8 || Platform.StructPackingSize != 0)
            throw new TokenException(TokenFault.ModuleUnusable, path, "PKCS#11 is supported on 64-bit Linux and macOS.");
        try
        {
            return Modules.GetOrAdd(Path.GetFullPath(path), p => new Lazy<Pkcs11Module>(() => new Pkcs11Module(p))).Value;
        }
        catch (Exception error) when (error is Pkcs11Exception or UnmanagedException or DllNotFoundException or EntryPointNotFoundException)
        {
            Modules.TryRemove(Path.GetFullPath(path), out _);
            throw new TokenException(TokenFault.ModuleUnusable, path, $"{path} is no PKCS#11 module, or does not start ({(error as Pkcs11Exception)?.RV.ToString() ?? error.GetType().Name}).", error);
        }
    }

    /// <summary>Calls go on until the returned value is disposed, on the same thread.</summary>
    public static Inside Enter()
    {
        Door.EnterReadLock();
        return new Inside(Door);
    }

    /// <summary>
    /// Nobody else is in a module until the returned value is disposed, on the same thread: for calls that change which slots there are.
    /// </summary>
    public static Apart EnterAlone()
    {
        Door.EnterWriteLock();
        return new Apart(Door);
    }

    /// <summary>
    /// The slots that hold a token, asked for by one thread at a time: SoftHSM adds a slot of its own while it lists them, and two lists at
    /// once end the process.
    /// </summary>
    public IReadOnlyList<ISlot> TokenSlots()
    {
        lock (_listing) return Library.GetSlotList(SlotsType.WithTokenPresent);
    }

    /// <summary>
    /// Shuts the module down and starts it anew, unless somebody did so since <paramref name="generation"/>: what is left to do when a token
    /// has gone, as modules don't look again for tokens they have given up.
    /// </summary>
    public void Restart(int generation)
    {
        using var alone = EnterAlone();
        if (Generation != generation) return;
        Low.C_Finalize(IntPtr.Zero);
        Low.C_Initialize(new CK_C_INITIALIZE_ARGS { Flags = CKF.CKF_OS_LOCKING_OK });
        Generation++;
    }

    public readonly struct Inside(ReaderWriterLockSlim door) : IDisposable
    {
        public void Dispose() => door.ExitReadLock();
    }

    public readonly struct Apart(ReaderWriterLockSlim door) : IDisposable
    {
        public void Dispose() => door.ExitWriteLock();
    }
}
