using System.Runtime.InteropServices;

namespace Azukari.Company;

/// <summary>
/// What both programs do before they touch a key: no core dump may hold one, and no file they create may be read by others.
/// </summary>
public static partial class ProcessHardening
{
    private const int CoreSize = 4;
    private const int OwnerOnly = 0b000_111_111;

    /// <summary>
    /// Switches core dumps off for this process and its children and sets the umask to 077. Does nothing on systems without either.
    /// </summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux()) return;
        var none = default(Limit);
        if (SetLimit(CoreSize, in none) != 0)
            throw new InvalidOperationException($"Core dumps could not be switched off (errno {Marshal.GetLastPInvokeError()}).");
        _ = SetMask(OwnerOnly);
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        private readonly nuint _soft;
        private readonly nuint _hard;
    }
}
