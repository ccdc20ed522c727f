using System.Reflection;
using Azukari.Storage;
using Azukari.Storage.Design;
using Azukari.Web;
using Microsoft.EntityFrameworkCore.Design;

Console.Error.WriteLine("Run dev/add-migration NAME.");
return 2;

/// <summary>Gives the writer of migrations the model of all modules, on the engine its last argument names.</summary>
internal sealed class DesignFactory : IDesignTimeDbContextFactory<AzukariDb>
{
    public AzukariDb CreateDbContext(string[] args) => StorageDesign.Create(
        args[^1], StorageDesign.PartsOf(typeof(WebHost).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Azukari.", StringComparison.Ordinal)).Select(Assembly.Load)));
}
