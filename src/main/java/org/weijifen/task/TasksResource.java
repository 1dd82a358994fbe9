package org.weijifen.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Editable;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.TaskId;

/** Tasks over HTTP. */
@Path("/v1/communities/{community}/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks")
public class TasksResource {
    private final TaskService service;
    private final Caller caller;

    TasksResource(TaskService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** A task to be added. */
    public record NewTask(
            @NotNull @Pattern(regexp = Task.CODE) @Schema(description = "Unique in the community; stands for ever", examples = "hazard-photo")
            String code,

            @NotNull @Text @Size(max = TaskDetails.MAX_TITLE) @Schema(examples = "安全隐患随手拍")
            String title,

            @NotNull @Min(1) @Max(TaskDetails.MAX_POINTS) @Schema(description = "Points for each occurrence or hour", examples = "1")
            Long points,

            @NotNull @Schema(description = "What points are counted by; stands for ever")
            TaskUnit per) {

        TaskDetails details() {
            return new TaskDetails(title, points, TaskStatus.ACTIVE);
        }
    }

    /** A task as it is shown. */
    @Schema(name = "Task")
    public record TaskView(
            TaskId id,

            @Schema(examples = "hazard-photo") String code,
            String title,

            @Schema(description = "Points for each occurrence or hour")
            long points,

            TaskUnit per,
            TaskStatus status,
            Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new TaskDetails(title, points, status);
        }

        static TaskView of(Task task) {
            TaskDetails details = task.details();
            return new TaskView(
                    task.id(),
                    task.code(),
                    details.title(),
                    details.points(),
                    task.per(),
                    details.status(),
                    task.createdAt());
        }
    }

    /** Adds a task. */
    @POST
    @RolesAllowed(Permission.CATALOGUE)
    @Operation(operationId = "createTask", summary = "Add a task that earns points")
    @APIResponse(
            responseCode = "201",
            description = "The task",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    public Response add(@PathParam("community") String community, @NotNull @Valid NewTask given) {
        Outcome<Task> added = service.add(community, given.code(), given.per(), given.details(), caller.add());
        return Outcomes.added(added, id -> service.find(community, new TaskId(id)), TaskView::of);
    }

    /** Lists tasks. */
    @GET
    @RolesAllowed({Permission.STAFF, Permission.CATALOGUE_READ, Permission.MEMBER})
    @Operation(operationId = "listTasks", summary = "List tasks in order of their codes")
    public Page<TaskView> list(
            @PathParam("community") String community,
            @QueryParam("status") TaskStatus status,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        int size = Paging.limit(limit);
        return Page.of(
                        service.list(community, status, Cursor.readCode(cursor), size),
                        size,
                        task -> Cursor.after(task.code()))
                .map(TaskView::of);
    }

    /** Reads a task. */
    @GET
    @Path("/{taskId}")
    @RolesAllowed({Permission.STAFF, Permission.CATALOGUE_READ, Permission.MEMBER})
    @Operation(operationId = "getTask", summary = "Read a task")
    public TaskView get(@PathParam("community") String community, @PathParam("taskId") TaskId taskId) {
        return TaskView.of(service.find(community, taskId));
    }

    /** Edits a task. */
    @PATCH
    @Path("/{taskId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed(Permission.CATALOGUE)
    @Operation(
            operationId = "updateTask",
            summary = "Change a task by a merge patch",
            description = "Code and unit can't change. New points apply to what is credited from then on.")
    public TaskView change(
            @PathParam("community") String community,
            @PathParam("taskId") TaskId taskId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = TaskDetails.class))) @NotNull JsonNode patch) {
        return TaskView.of(service.change(community, taskId, patch, ifMatch, caller.read()));
    }
}
