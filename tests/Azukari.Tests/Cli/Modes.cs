namespace Azukari.Tests.Cli;

/// <summary>File modes, where there are some.</summary>
internal static class Modes
{
    public static UnixFileMode Of(string file) => OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(file);
}
