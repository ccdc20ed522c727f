using System.Runtime.Versioning;

namespace Azukari.Company.Settings;

/// <summary>Files and folders that only their owner may read: mode 0600 and 0700 on systems that have modes.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Creates a folder with mode 0700, or leaves an existing one as it is.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolder);
    }

    /// <summary>Writes a whole file with mode 0600: readers see the old one or the new one, never a half.</summary>
    public static async Task WriteAsync(string file, string text, CancellationToken cancel)
    {
        var draft = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        await using (var writer = new StreamWriter(draft, options))
        {
            await writer.WriteAsync(text.AsMemory(), cancel);
            await writer.FlushAsync(cancel);
            ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(draft, file, overwrite: true);
    }

    /// <summary>True when group or others may read or write the file; always false where there are no modes.</summary>
    public static bool OthersMayRead(string file) => !OperatingSystem.IsWindows() && Others(file);

    [UnsupportedOSPlatform("windows")]
    private static bool Others(string file) => (File.GetUnixFileMode(file) & ~OwnerFolder) != 0;
}
